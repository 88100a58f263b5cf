package io.streamgauge.app.generator;

/**
 * A lasting change of the simulated world: nothing before its first day differs by it.
 *
 * @param fromDay first day it holds, counted from 0; at least 0
 * @param amountFactor every amount is this many times what it would have been; above 0
 * @param nightShare share of transactions, in [0, 1], that move to a moment evenly drawn from 00:00 to 06:00 of their day
 */
public record DistributionShift(int fromDay, double amountFactor, double nightShare) {

    public DistributionShift {
        Checks.check(fromDay >= 0, "a shift starts on day 0 or later, not on day %s", fromDay);
        Checks.check(amountFactor > 0, "a shift's amount factor is above 0, not %s", amountFactor);
        Checks.check(
                nightShare >= 0 && nightShare <= 1,
                "a shift's share of night moves is from 0 to 1, not %s",
                nightShare);
    }

    /** Amounts half as high again, and three tenths of the transactions moved into the night. */
    public static DistributionShift onDay(int fromDay) {
        return new DistributionShift(fromDay, 1.5, 0.3);
    }
}
