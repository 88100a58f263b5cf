package io.streamgauge.app.generator;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The size and the seed of a simulated world.
 *
 * @param seed equal configurations give equal transactions, on every machine
 * @param customers how many; each makes 2 transactions a day on average
 * @param terminals how many
 * @param radius how far from home a customer shops, on a map of 100 by 100
 * @param start day 0, in UTC
 * @param compromisedTerminalsPerDay how many terminals are newly compromised each day; a fraction is made up over days,
 *     so that 0.25 is one every fourth day
 * @param leakedCustomersPerDay how many customers' cards leak each day; fractions likewise
 * @param shift a change of distribution from a declared day on
 */
public record GeneratorConfig(
        long seed,
        int customers,
        int terminals,
        double radius,
        LocalDate start,
        double compromisedTerminalsPerDay,
        double leakedCustomersPerDay,
        Optional<DistributionShift> shift) {

    public GeneratorConfig {
        Checks.check(customers >= 1, "at least 1 customer, not %s", customers);
        Checks.check(terminals >= 1, "at least 1 terminal, not %s", terminals);
        Checks.check(radius > 0, "a radius above 0, not %s", radius);
        Checks.check(
                compromisedTerminalsPerDay >= 0 && compromisedTerminalsPerDay <= terminals,
                "from 0 to all terminals compromised per day, not %s",
                compromisedTerminalsPerDay);
        Checks.check(
                leakedCustomersPerDay >= 0 && leakedCustomersPerDay <= customers,
                "from 0 to all customers leaked per day, not %s",
                leakedCustomersPerDay);
    }

    /**
     * A world of a given size with the handbook's density of fraud: 2 of 10,000 terminals and 3 of 5,000 customers a day,
     * no shift, starting on 2018-04-01.
     */
    public static GeneratorConfig ofSize(long seed, int customers, int terminals) {
        return new GeneratorConfig(
                seed,
                customers,
                terminals,
                5,
                LocalDate.of(2018, 4, 1),
                2.0 * terminals / 10_000,
                3.0 * customers / 5_000,
                Optional.empty());
    }

    /** The handbook's own size: 5,000 customers and 10,000 terminals, close to 10,000 transactions a day. */
    public static GeneratorConfig handbook(long seed) {
        return ofSize(seed, 5_000, 10_000);
    }

    public GeneratorConfig withShift(DistributionShift newShift) {
        return new GeneratorConfig(
                seed,
                customers,
                terminals,
                radius,
                start,
                compromisedTerminalsPerDay,
                leakedCustomersPerDay,
                Optional.of(newShift));
    }

    public GeneratorConfig startingOn(LocalDate newStart) {
        return new GeneratorConfig(
                seed, customers, terminals, radius, newStart, compromisedTerminalsPerDay, leakedCustomersPerDay, shift);
    }
}
