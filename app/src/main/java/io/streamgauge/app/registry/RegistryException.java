package io.streamgauge.app.registry;

import java.util.List;

/** A request that is answered with an error: HTTP status, Confluent's error code, and a sentence. */
final class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    /** An error whose code starts with its status, as Confluent's do: 40401 is a 404. */
    private RegistryException(int code, String message) {
        super(message);
        this.status = code < 1_000 ? code : code / 100;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    static RegistryException subjectNotFound(String subject) {
        return new RegistryException(40401, "Subject '" + subject + "' not found.");
    }

    static RegistryException versionNotFound(String version) {
        return new RegistryException(40402, "Version " + version + " not found.");
    }

    static RegistryException schemaNotFound(String what) {
        return new RegistryException(40403, "Schema " + what + " not found");
    }

    static RegistryException subjectDeletedAlready(String subject) {
        return new RegistryException(
                40404, "Subject '" + subject + "' was soft deleted. Set permanent=true to delete permanently");
    }

    static RegistryException subjectNotDeletedFirst(String subject) {
        return new RegistryException(
                40405, "Subject '" + subject + "' was not deleted first before being permanently deleted");
    }

    static RegistryException versionDeletedAlready(Version version) {
        return new RegistryException(
                40406, shown(version) + " was soft deleted. Set permanent=true to delete permanently");
    }

    static RegistryException versionNotDeletedFirst(Version version) {
        return new RegistryException(40407, shown(version) + " was not deleted first before being permanently deleted");
    }

    static RegistryException noLevel(String subject) {
        return new RegistryException(
                40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static RegistryException noMode(String subject) {
        return new RegistryException(40409, "Subject '" + subject + "' does not have subject-level mode configured");
    }

    static RegistryException incompatible(String subject, List<String> details) {
        return new RegistryException(
                409,
                "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                        + "\", details: " + details);
    }

    static RegistryException invalidSchema(String why) {
        return new RegistryException(42201, "Invalid schema: " + why);
    }

    static RegistryException invalidVersion(String seen) {
        return new RegistryException(
                42202,
                "The specified version '" + seen
                        + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");
    }

    static RegistryException invalidLevel(String seen) {
        return new RegistryException(
                42203, "Invalid compatibility level '" + seen + "'. Valid values are " + List.of(Level.values()));
    }

    static RegistryException invalidMode(String seen) {
        return new RegistryException(
                42204, "Invalid mode '" + seen + "'. The embedded registry knows " + List.of(Mode.values()));
    }

    static RegistryException notPermitted(String why) {
        return new RegistryException(42205, why);
    }

    static RegistryException invalidSubject(String seen) {
        return new RegistryException(
                42208,
                "The specified subject '" + seen + "' is not valid: it must not be empty, start with ':' (the embedded"
                        + " registry has no contexts), or hold control characters");
    }

    static RegistryException badRequest(String why) {
        return new RegistryException(400, why);
    }

    static RegistryException storeFailed(Throwable cause) {
        return new RegistryException(50001, "Error in the backend data store: " + cause.getMessage());
    }

    private static String shown(Version version) {
        return "Subject '" + version.subject() + "' Version " + version.version();
    }
}
