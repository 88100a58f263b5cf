package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Profile;
import java.util.List;

/** What windows were compared with. */
final class ReferencePart {

    private ReferencePart() {}

    static void write(Markup out, List<Profile> profiles) {
        if (profiles.isEmpty()) {
            return;
        }
        out.element("h3", "Reference").open("details");
        out.element("summary", Shown.count(profiles.size(), "profile"));
        Table table = Table.open(out, "feature", "~period", "#values", "#missing", "#least", "#mean", "#greatest");
        for (Profile profile : profiles) {
            table.row(
                    false,
                    profile.feature(),
                    Shown.range(profile.from(), profile.to()),
                    Shown.count(profile.count()),
                    Shown.count(profile.missing()),
                    Shown.number(profile.minimum()),
                    Shown.number(profile.mean()),
                    Shown.number(profile.maximum()));
        }
        table.close();
        out.close().line();
    }
}
