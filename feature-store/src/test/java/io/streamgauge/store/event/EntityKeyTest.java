package io.streamgauge.store.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EntityKeyTest {

    private static final EventSchema SCHEMA = new EventSchema(List.of(
            new Field("a", FieldType.STRING), new Field("b", FieldType.STRING), new Field("n", FieldType.LONG)));

    @Property
    void distinctEntitiesHaveDistinctTexts(@ForAll("parts") List<String> one, @ForAll("parts") List<String> other) {
        assertThat(EntityKey.text(one).equals(EntityKey.text(other))).isEqualTo(one.equals(other));
        assertThat(EntityKey.parts(EntityKey.text(one))).isEqualTo(one);
        assertThat(new EntityKey(SCHEMA, List.of("a", "b")).of(event(one.get(0), one.get(1))))
                .isEqualTo(EntityKey.text(one));
    }

    /** Short texts of few letters, so that equal ones and tricky ones are common. */
    @Provide
    Arbitrary<List<String>> parts() {
        return Arbitraries.strings().withChars("a,\\").ofMaxLength(3).list().ofSize(2);
    }

    @Test
    void texts() {
        Event event = event("c1", "m,1");
        event.setLong(2, -7);
        assertThat(new EntityKey(SCHEMA, List.of("b")).of(event))
                .as("one field: as it is")
                .isEqualTo("m,1");
        assertThat(new EntityKey(SCHEMA, List.of("a", "n")).of(event)).isEqualTo("c1,-7");
        assertThat(new EntityKey(SCHEMA, List.of("n", "b", "a")).of(event)).isEqualTo("-7,m\\,1,c1");
        assertThat(EntityKey.text(List.of("m,1"))).isEqualTo("m,1");
    }

    @Test
    void anyNullPartNamesNoEntity() {
        Event event = event("c1", null);
        assertThat(new EntityKey(SCHEMA, List.of("a", "b")).of(event)).isNull();
        assertThat(new EntityKey(SCHEMA, List.of("b")).of(event)).isNull();
        assertThat(new EntityKey(SCHEMA, List.of("a")).of(event)).isEqualTo("c1");
    }

    @Test
    void unknownFieldsAreRefused() {
        assertThatThrownBy(() -> new EntityKey(SCHEMA, List.of("a", "c")))
                .hasMessage("an entity is named by fields of [a, b, n], not by [a, c]");
        assertThatThrownBy(() -> new EntityKey(SCHEMA, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Event event(String a, @org.jspecify.annotations.Nullable String b) {
        Event event = new Event(SCHEMA);
        event.setText(0, a);
        event.setText(1, b);
        return event;
    }
}
