package io.streamgauge.app.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class EditsTest {

    private static final Schema ONE = schema("one");
    private static final Schema TWO = schema("two");

    private final Subjects live = new Subjects();
    private final Subjects replayed = new Subjects();

    @Test
    void oneSchemaHasOneIdInEverySubject() {
        assertThat(register("s", ONE)).isEqualTo(new Version("s", 1, 1, ONE.toString(), false));
        assertThat(register("t", ONE).id()).isEqualTo(1);
        assertThat(register("s", ONE).version()).as("registered again").isEqualTo(1);
        assertThat(register("u", TWO).id()).isEqualTo(2);
    }

    @Test
    void aSchemaThatComesBackIsANewVersionWithItsOldId() {
        register("s", ONE);
        run(known -> Edits.deleteSubject(known, "s", false));
        assertThat(live.names(false)).isEmpty();
        assertThat(live.schema(1)).as("records that name it are still read").contains(ONE.toString());
        assertThat(register("s", ONE)).isEqualTo(new Version("s", 2, 1, ONE.toString(), false));
    }

    @Test
    void anErasedSchemasIdIsNeverGivenAgain() {
        register("s", ONE);
        run(known -> Edits.deleteSubject(known, "s", false));
        List<Integer> erased = run(known -> Edits.deleteSubject(known, "s", true));
        assertThat(erased).containsExactly(1);
        assertThat(live.schema(1)).isEmpty();
        assertThat(register("s", TWO).id()).isEqualTo(2);
    }

    @Test
    void levelsAndModesFallBackToTheGlobalOnes() {
        run(known -> Edits.level(known, Change.GLOBAL, Level.FULL));
        assertThat(live.effectiveLevel("s")).isEqualTo(Level.FULL);
        run(known -> Edits.level(known, "s", Level.NONE));
        assertThat(live.effectiveLevel("s")).isEqualTo(Level.NONE);
        Optional<Level> before = run(known -> Edits.level(known, "s", null));
        assertThat(before).contains(Level.NONE);
        assertThat(live.effectiveLevel("s")).isEqualTo(Level.FULL);
        run(known -> Edits.mode(known, Change.GLOBAL, Mode.READONLY));
        assertThat(live.effectiveMode("s")).isEqualTo(Mode.READONLY);
    }

    /** Whatever is asked, the log's records alone rebuild what is known. */
    @Property(tries = 300)
    void theLogRebuildsTheState(@ForAll @Size(max = 30) List<@IntRange(max = 7) Integer> requests) {
        for (int i = 0; i < requests.size(); i++) {
            request(requests.get(i), "s" + i % 2, i % 3 == 0 ? ONE : TWO);
        }
        assertThat(replayed.all(true)).containsExactlyElementsOf(live.all(true).toList());
        assertThat(replayed.lastId()).isEqualTo(live.lastId());
        assertThat(replayed.effectiveLevel("s0")).isEqualTo(live.effectiveLevel("s0"));
        assertThat(replayed.effectiveMode("s0")).isEqualTo(live.effectiveMode("s0"));
    }

    private void request(int kind, String subject, Schema schema) {
        try {
            switch (kind) {
                case 0, 1, 2 -> register(subject, schema);
                case 3 -> run(known -> Edits.deleteSubject(known, subject, false));
                case 4 -> run(known -> Edits.deleteSubject(known, subject, true));
                case 5 -> run(known -> Edits.deleteVersion(known, subject, VersionChoice.parse("latest"), false));
                case 6 -> run(known -> Edits.level(known, subject, Level.FULL));
                default -> run(known -> Edits.mode(known, Change.GLOBAL, Mode.READWRITE));
            }
        } catch (RegistryException e) {
            // a refusal changes nothing, which the comparison shows
        }
    }

    private Version register(String subject, Schema schema) {
        return run(known -> Edits.register(known, subject, schema, false));
    }

    /** Applies an edit as it is, and once more by way of the log's bytes. */
    private <T> T run(Function<Subjects, Edit<T>> request) {
        Edit<T> edit = request.apply(live);
        for (Change change : edit.changes()) {
            live.apply(change);
            ChangeCodec.Entry entry = ChangeCodec.encode(change);
            replayed.apply(ChangeCodec.decode(entry.key(), entry.value()));
        }
        return edit.result();
    }

    private static Schema schema(String field) {
        return SchemaBuilder.record("R")
                .fields()
                .name(field)
                .type()
                .stringType()
                .stringDefault("")
                .endRecord();
    }
}
