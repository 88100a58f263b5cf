package io.streamgauge.app.registry;

import static io.streamgauge.app.registry.Http.reply;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/** {@code /config} and {@code /mode}, for all subjects and for one. */
final class SettingsRoutes {

    private final Ledger ledger;

    private SettingsRoutes(Ledger ledger) {
        this.ledger = ledger;
    }

    static void add(RoutesConfig routes, Ledger ledger) {
        SettingsRoutes to = new SettingsRoutes(ledger);
        routes.get("/config", ctx -> to.level(ctx, Change.GLOBAL));
        routes.put("/config", ctx -> to.setLevel(ctx, Change.GLOBAL));
        routes.delete("/config", ctx -> to.unsetLevel(ctx, Change.GLOBAL));
        routes.get("/config/{subject}", ctx -> to.level(ctx, Http.subject(ctx)));
        routes.put("/config/{subject}", ctx -> to.setLevel(ctx, Http.subject(ctx)));
        routes.delete("/config/{subject}", ctx -> to.unsetLevel(ctx, Http.subject(ctx)));
        routes.get("/mode", ctx -> to.mode(ctx, Change.GLOBAL));
        routes.put("/mode", ctx -> to.setMode(ctx, Change.GLOBAL));
        routes.delete("/mode", ctx -> to.unsetMode(ctx, Change.GLOBAL));
        routes.get("/mode/{subject}", ctx -> to.mode(ctx, Http.subject(ctx)));
        routes.put("/mode/{subject}", ctx -> to.setMode(ctx, Http.subject(ctx)));
        routes.delete("/mode/{subject}", ctx -> to.unsetMode(ctx, Http.subject(ctx)));
    }

    private void level(Context ctx, String subject) {
        Level level = ledger.read(known -> orAbove(ctx, subject)
                ? known.effectiveLevel(subject)
                : known.level(subject).orElseThrow(() -> RegistryException.noLevel(subject)));
        reply(ctx, Map.of("compatibilityLevel", level.name()));
    }

    private void setLevel(Context ctx, String subject) {
        String asked = Http.body(ctx).path("compatibility").asText();
        Level level = Level.named(asked).orElseThrow(() -> RegistryException.invalidLevel(asked));
        ledger.write(known -> Edits.level(known, subject, level));
        reply(ctx, Map.of("compatibility", level.name()));
    }

    private void unsetLevel(Context ctx, String subject) {
        Optional<Level> before = ledger.write(known -> Edits.level(known, subject, null));
        reply(
                ctx,
                Map.of(
                        "compatibilityLevel",
                        orFail(before, subject, Level.DEFAULT).name()));
    }

    private void mode(Context ctx, String subject) {
        Mode mode = ledger.read(known -> orAbove(ctx, subject)
                ? known.effectiveMode(subject)
                : known.mode(subject).orElseThrow(() -> RegistryException.noMode(subject)));
        reply(ctx, Map.of("mode", mode.name()));
    }

    private void setMode(Context ctx, String subject) {
        String asked = Http.body(ctx).path("mode").asText();
        Mode mode = Mode.named(asked).orElseThrow(() -> RegistryException.invalidMode(asked));
        ledger.write(known -> Edits.mode(known, subject, mode));
        reply(ctx, Map.of("mode", mode.name()));
    }

    private void unsetMode(Context ctx, String subject) {
        Optional<Mode> before = ledger.write(known -> Edits.mode(known, subject, null));
        reply(ctx, Map.of("mode", orFail(before, subject, Mode.READWRITE).name()));
    }

    /** Whether what holds is asked for, rather than what is set right here. */
    private static boolean orAbove(Context ctx, String subject) {
        return subject.equals(Change.GLOBAL) || Http.flag(ctx, "defaultToGlobal");
    }

    private static <T> T orFail(Optional<T> before, String subject, T fallback) {
        if (before.isEmpty() && !subject.equals(Change.GLOBAL)) {
            throw RegistryException.subjectNotFound(subject);
        }
        return before.orElse(fallback);
    }
}
