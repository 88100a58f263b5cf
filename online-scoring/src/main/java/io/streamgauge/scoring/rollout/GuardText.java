package io.streamgauge.scoring.rollout;

import io.streamgauge.schemas.Guard;
import io.streamgauge.schemas.GuardMetric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Guards as people write and read them: {@code errors < 1%}, {@code latency p99 < 20ms}, {@code missing < 5%}, {@code shift < 0.1}. */
public final class GuardText {

    /** What is allowed, for messages. */
    public static final String ALLOWED =
            "'errors < 1%', 'latency p99 < 20ms' (us, ms, s), 'missing < 5%' or 'shift < 0.1'";

    /** The most predictions that a guard looks at. */
    public static final int MAX_EVENTS = 100_000;

    /** The greatest probability with which guards may be broken by chance. */
    public static final double MAX_RISK = 0.5;

    private static final Pattern FORM = Pattern.compile(
            "(errors|missing|shift|latency +p(\\d{1,2}(?:\\.\\d{1,3})?)) *< *(\\d{1,9}(?:\\.\\d{1,6})?) *(%|us|µs|ms|s)?");
    private static final List<String> TIMES = List.of("us", "µs", "ms", "s");
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private GuardText() {}

    /**
     * The guard that a text says, broken by the plain value.
     *
     * @param events how many predictions are looked at
     * @param withinMs how far they reach back, 0 for however far
     * @param minimum nothing is judged of fewer
     * @throws DeploymentException when it says none
     */
    public static Guard parse(String text, int events, long withinMs, int minimum) throws DeploymentException {
        return parse(text, events, withinMs, minimum, 0);
    }

    /**
     * The guard that a text says.
     *
     * @param events how many predictions are looked at
     * @param withinMs how far they reach back, 0 for however far
     * @param minimum nothing is judged of fewer
     * @param risk probability that it is ever broken by chance; 0 for one that is broken by the plain value
     * @throws DeploymentException when it says none
     */
    public static Guard parse(String text, int events, long withinMs, int minimum, double risk)
            throws DeploymentException {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new DeploymentException("'" + text + "' is no guard; allowed: " + ALLOWED);
        }
        Guard guard = Guard.newBuilder()
                .setMetric(metric(form.group(1)))
                .setQuantile(
                        form.group(2) == null
                                ? 0
                                : decimal(form.group(2)).movePointLeft(2).doubleValue())
                .setLimit(limit(text, form).doubleValue())
                .setEvents(events)
                .setWithinMs(withinMs)
                .setMinimum(minimum)
                .setRisk(risk)
                .build();
        Optional<String> problem = problem(guard);
        if (problem.isPresent()) {
            throw new DeploymentException("'" + text + "': " + problem.get());
        }
        return guard;
    }

    private static GuardMetric metric(String word) {
        return switch (word) {
            case "errors" -> GuardMetric.ERRORS;
            case "missing" -> GuardMetric.MISSING;
            case "shift" -> GuardMetric.SHIFT;
            default -> GuardMetric.LATENCY;
        };
    }

    private static BigDecimal limit(String text, Matcher form) throws DeploymentException {
        GuardMetric metric = metric(form.group(1));
        String unit = form.group(4) == null ? "" : form.group(4);
        BigDecimal number = decimal(form.group(3));
        boolean right = switch (metric) {
            case LATENCY -> TIMES.contains(unit);
            case SHIFT -> unit.isEmpty();
            default -> unit.equals("%");
        };
        if (!right) {
            throw new DeploymentException("'" + text + "' has "
                    + (unit.isEmpty() ? "no unit" : "the unit '" + unit + "'") + "; allowed: " + ALLOWED);
        }
        return switch (unit) {
            case "%" -> number.movePointLeft(2);
            case "us", "µs" -> number.movePointRight(3);
            case "ms" -> number.movePointRight(6);
            case "s" -> number.movePointRight(9);
            default -> number;
        };
    }

    private static BigDecimal decimal(String digits) {
        return new BigDecimal(digits);
    }

    /** What is wrong with a guard; empty when nothing is. One of a metric that is not known yet is judged by nobody, and right. */
    static Optional<String> problem(Guard guard) {
        if (guard.getMetric() == GuardMetric.UNKNOWN) {
            return Optional.empty();
        }
        double limit = guard.getLimit();
        boolean share = guard.getMetric() != GuardMetric.LATENCY;
        if (!(limit > 0) || (share && limit > 1)) {
            return Optional.of("the limit must be more than 0" + (share ? " and at most 100%, or 1" : ""));
        }
        if (guard.getMetric() == GuardMetric.LATENCY && !(guard.getQuantile() > 0 && guard.getQuantile() < 1)) {
            return Optional.of("a quantile is from p0.001 to p99.999");
        }
        if (guard.getMinimum() < 1 || guard.getMinimum() > guard.getEvents() || guard.getEvents() > MAX_EVENTS) {
            return Optional.of("it looks at the last " + guard.getEvents() + " predictions and judges from "
                    + guard.getMinimum() + " on; allowed: 1 to " + MAX_EVENTS + ", and no fewer than it judges from");
        }
        if (!(guard.getRisk() >= 0 && guard.getRisk() <= MAX_RISK)) {
            return Optional.of("its risk is " + guard.getRisk() + "; allowed: 0 to " + MAX_RISK);
        }
        return guard.getWithinMs() < 0 ? Optional.of("it reaches back a negative time") : Optional.empty();
    }

    /** A guard as a user would write it. */
    public static String of(Guard guard) {
        return name(guard) + " < " + value(guard, guard.getLimit());
    }

    private static String name(Guard guard) {
        return switch (guard.getMetric()) {
            case ERRORS -> "errors";
            case MISSING -> "missing";
            case SHIFT -> "shift";
            case LATENCY ->
                "latency p"
                        + BigDecimal.valueOf(guard.getQuantile())
                                .movePointRight(2)
                                .stripTrailingZeros()
                                .toPlainString();
            case UNKNOWN -> "unknown";
        };
    }

    /** A measured value in the guard's own unit, to three digits: {@code 4.2%}, {@code 23.1ms}, {@code 0.31}. */
    public static String value(Guard guard, double seen) {
        return switch (guard.getMetric()) {
            case ERRORS, MISSING -> rounded(seen * 100) + "%";
            case LATENCY ->
                seen >= 1e9
                        ? rounded(seen / 1e9) + "s"
                        : seen >= 1e6 ? rounded(seen / 1e6) + "ms" : rounded(seen / 1e3) + "us";
            case SHIFT, UNKNOWN -> rounded(seen);
        };
    }

    private static String rounded(double number) {
        BigDecimal three = BigDecimal.valueOf(number).round(THREE_DIGITS);
        return three.signum() == 0 ? "0" : three.stripTrailingZeros().toPlainString();
    }
}
