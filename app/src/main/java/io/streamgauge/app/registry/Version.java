package io.streamgauge.app.registry;

/**
 * One version of a subject.
 *
 * @param subject name of the subject, usually {@code <topic>-value}
 * @param version number within the subject, from 1
 * @param id number of the schema, the same in every subject that has it, from 1
 * @param schema the schema's text, as Avro prints it
 * @param deleted whether it is deleted softly: not listed, but its id still answers
 */
record Version(String subject, int version, int id, String schema, boolean deleted) {

    Version {
        if (subject.isEmpty() || version < 1 || id < 1) {
            throw new IllegalArgumentException(
                    "expected a subject, a version and an id from 1 but got '" + subject + "', " + version + ", " + id);
        }
    }

    Version softlyDeleted() {
        return new Version(subject, version, id, schema, true);
    }
}
