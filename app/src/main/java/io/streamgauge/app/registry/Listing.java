package io.streamgauge.app.registry;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What several routes share: versions as shown, versions as chosen by a URL. */
final class Listing {

    private final Ledger ledger;

    Listing(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The subject's versions, which must be there. */
    List<Version> versions(Context ctx) {
        String subject = Http.subject(ctx);
        List<Version> versions = ledger.read(known -> known.versions(subject, Http.flag(ctx, "deleted")));
        if (versions.isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
        }
        return versions;
    }

    /** The one version that the path names, which must be there. */
    Version version(Context ctx) {
        VersionChoice choice = VersionChoice.parse(ctx.pathParam("version"));
        return choice.of(versions(ctx)).orElseThrow(() -> RegistryException.versionNotFound(choice.text()));
    }

    /** Subjects by prefix; {@code :*:} and {@code :.:} mean contexts, of which there is one. */
    static Predicate<String> wantedSubject(Context ctx) {
        String prefix = ctx.queryParam("subjectPrefix");
        String plain = prefix == null ? "" : prefix.replaceFirst("^:[*.]:", "");
        return subject -> subject.startsWith(plain);
    }

    static Map<String, Object> shown(Version version) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("subject", version.subject());
        shown.put("version", version.version());
        shown.put("id", version.id());
        shown.put("schemaType", "AVRO");
        shown.put("schema", version.schema());
        if (version.deleted()) {
            shown.put("deleted", true);
        }
        return shown;
    }
}
