package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.schemas.Guard;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.scoring.rollout.DeploymentException;
import io.streamgauge.scoring.rollout.GuardText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a deployed variant's predictions must keep, as options of the command that deploys it. */
final class GuardOptions {

    private static final double RISK = 0.01;
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,6})?) *%");

    @Option(
            names = "--guard",
            paramLabel = "GUARD",
            description =
                    "What the variant's predictions must keep: 'errors < 1%%' without a score, 'latency p99 < 20ms' of a"
                            + " scoring call, 'missing < 5%%' with an unknown input, 'shift < 0.1' between its scores and the"
                            + " champion's. May be given several times. Once one is broken, the pipeline takes the variant back by"
                            + " itself: a candidate or shadow ends, a champion gives way to the last good one. Without it the"
                            + " variant keeps the guards it has.")
    private List<String> texts = List.of();

    @Option(
            names = "--guard-events",
            paramLabel = "N",
            description = "How many of the variant's predictions guards look at, the last ones (default: 1000).")
    private @Nullable Integer events;

    @Option(
            names = "--guard-within",
            paramLabel = "DURATION",
            description = "Only those scored within this time before the last one, such as 10m (default: however old).")
    private @Nullable String within;

    @Option(
            names = "--guard-minimum",
            paramLabel = "N",
            description =
                    "Guards judge nothing of fewer predictions (default: 200, or --guard-events where that is less).")
    private @Nullable Integer minimum;

    @Option(
            names = "--guard-risk",
            paramLabel = "PERCENT",
            description =
                    "Probability that any of these guards is ever broken by chance, however long they are looked at, while what they"
                            + " measure does not exceed their limits: a guard is broken once its lower confidence bound reaches the limit. 0%%"
                            + " breaks it by the measured value itself (default: 1%%, at most 50%%).")
    private @Nullable String risk;

    @Option(names = "--no-guards", description = "Takes the guards off that the variant has.")
    private boolean none;

    /** The guards; none to take them off, and empty to leave those that there are. */
    Optional<List<Guard>> guards() {
        if (texts.isEmpty()) {
            if (events != null || within != null || minimum != null || risk != null) {
                throw new WrongUsageException("--guard-events, --guard-within, --guard-minimum and --guard-risk say how"
                        + " guards look; give --guard too");
            }
            return none ? Optional.of(List.of()) : Optional.empty();
        }
        if (none) {
            throw new WrongUsageException("--guard and --no-guards cannot both be");
        }
        int last = events == null ? 1_000 : events;
        long withinMs = within == null ? 0 : within(within);
        double each = (risk == null ? RISK : risk(risk)) / texts.size();
        List<Guard> guards = new ArrayList<>();
        for (String text : texts) {
            try {
                guards.add(
                        GuardText.parse(text, last, withinMs, minimum == null ? Math.min(200, last) : minimum, each));
            } catch (DeploymentException e) {
                throw new WrongUsageException("--guard: " + e.getMessage());
            }
        }
        return Optional.of(guards);
    }

    private static double risk(String text) {
        Matcher percent = PERCENT.matcher(text.strip());
        double share = percent.matches()
                ? new BigDecimal(percent.group(1)).movePointLeft(2).doubleValue()
                : -1;
        if (share < 0 || share > GuardText.MAX_RISK) {
            throw new WrongUsageException("--guard-risk is '" + text + "'; allowed: 0% to 50%, such as 1%");
        }
        return share;
    }

    private static long within(String text) {
        return Durations.parse(text)
                .filter(duration -> !duration.isZero())
                .map(Duration::toMillis)
                .orElseThrow(() -> new WrongUsageException(
                        "--guard-within is '" + text + "'; expected " + Durations.ALLOWED + ", more than 0"));
    }
}
