package io.streamgauge.app.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The rules of writing: what each request changes, given what is known. Pure; nothing happens here. */
final class Edits {

    private Edits() {}

    /** Registers a schema: the version that has it already, or a new one when it is compatible. */
    static Edit<Version> register(Subjects known, String subject, Schema schema, boolean normalize) {
        checkWritable(known, subject);
        List<Version> live = known.versions(subject, false);
        String text = schema.toString();
        Optional<Version> existing = live.stream()
                .filter(version -> AvroText.same(version.schema(), text, normalize))
                .findFirst();
        if (existing.isPresent()) {
            return new Edit<>(List.of(), existing.get());
        }
        List<String> problems = Compatibility.problems(known.effectiveLevel(subject), schema, live);
        if (!problems.isEmpty()) {
            throw RegistryException.incompatible(subject, problems);
        }
        int last = known.versions(subject, true).stream()
                .mapToInt(Version::version)
                .max()
                .orElse(0);
        int id = known.idOf(text).orElse(known.lastId() + 1);
        Version version = new Version(subject, last + 1, id, text, false);
        return new Edit<>(List.of(new Change.Put(version)), version);
    }

    /** Deletes a subject, softly or, when it is so already, for good; the answer lists its versions. */
    static Edit<List<Integer>> deleteSubject(Subjects known, String subject, boolean permanent) {
        checkWritable(known, subject);
        List<Version> all = known.versions(subject, true);
        List<Version> live = known.versions(subject, false);
        if (all.isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
        }
        if (permanent && !live.isEmpty()) {
            throw RegistryException.subjectNotDeletedFirst(subject);
        }
        if (!permanent && live.isEmpty()) {
            throw RegistryException.subjectDeletedAlready(subject);
        }
        List<Version> gone = permanent ? all : live;
        return new Edit<>(
                deletion(known, gone, permanent),
                gone.stream().map(Version::version).toList());
    }

    /** Deletes one version, softly or, when it is so already, for good; the answer is its number. */
    static Edit<Integer> deleteVersion(Subjects known, String subject, VersionChoice choice, boolean permanent) {
        checkWritable(known, subject);
        List<Version> all = known.versions(subject, true);
        if (all.isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
        }
        Version version = choice.of(choice.isLatest() && !permanent ? known.versions(subject, false) : all)
                .orElseThrow(() -> RegistryException.versionNotFound(choice.text()));
        if (permanent && !version.deleted()) {
            throw RegistryException.versionNotDeletedFirst(version);
        }
        if (!permanent && version.deleted()) {
            throw RegistryException.versionDeletedAlready(version);
        }
        return new Edit<>(deletion(known, List.of(version), permanent), version.version());
    }

    /** Sets or, for null, unsets a level; the answer is what was set before. */
    static Edit<Optional<Level>> level(Subjects known, String subject, @Nullable Level level) {
        return new Edit<>(List.of(new Change.SetLevel(subject, level)), known.level(subject));
    }

    /** Sets or, for null, unsets a mode; the answer is what was set before. */
    static Edit<Optional<Mode>> mode(Subjects known, String subject, @Nullable Mode mode) {
        return new Edit<>(List.of(new Change.SetMode(subject, mode)), known.mode(subject));
    }

    private static List<Change> deletion(Subjects known, List<Version> gone, boolean permanent) {
        List<Change> changes = new ArrayList<>();
        if (permanent) {
            changes.add(new Change.LastId(known.lastId()));
        }
        for (Version version : gone) {
            changes.add(
                    permanent
                            ? new Change.Erase(version.subject(), version.version())
                            : new Change.Put(version.softlyDeleted()));
        }
        return changes;
    }

    private static void checkWritable(Subjects known, String subject) {
        if (known.effectiveMode(subject) == Mode.READONLY) {
            throw RegistryException.notPermitted("Subject '" + subject + "' is in read-only mode");
        }
    }
}
