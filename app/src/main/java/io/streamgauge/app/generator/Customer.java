package io.streamgauge.app.generator;

/** A customer's habits. */
final class Customer {

    private static final int NOON_S = 43_200;
    private static final int DAY_S = 86_400;
    private static final int TIME_OF_DAY_DEVIATION_S = 20_000;

    private final String id;
    private final double meanAmount;
    private final double meanTransactionsPerDay;
    private final int[] terminals;

    /**
     * @param meanAmount mean amount; its standard deviation is half of it
     * @param terminals indexes of the terminals in reach, at least one
     */
    private Customer(String id, double meanAmount, double meanTransactionsPerDay, int[] terminals) {
        this.id = id;
        this.meanAmount = meanAmount;
        this.meanTransactionsPerDay = meanTransactionsPerDay;
        this.terminals = terminals;
    }

    /** Home anywhere, mean amount evenly from 5 to 100, transactions a day evenly from 0 to 4. */
    static Customer draw(int index, Draws draws, Terminals map, double radius) {
        Place home = Place.anywhere(draws);
        return new Customer("C" + index, draws.uniform(5, 100), draws.uniform(4), map.inReach(home, radius));
    }

    String id() {
        return id;
    }

    int transactionsToday(Draws draws) {
        return draws.poisson(meanTransactionsPerDay);
    }

    int terminal(Draws draws) {
        return terminals[draws.index(terminals.length)];
    }

    /** Normal; a negative draw is replaced by an even one from 0 to twice the mean. */
    double amount(Draws draws) {
        double amount = draws.normal(meanAmount, meanAmount / 2);
        return amount < 0 ? draws.uniform(2 * meanAmount) : amount;
    }

    /** Whole seconds since midnight: normal around noon, drawn again until it falls inside the day. */
    static int secondOfDay(Draws draws) {
        while (true) {
            double second = draws.normal(NOON_S, TIME_OF_DAY_DEVIATION_S);
            if (second >= 0 && second < DAY_S) {
                return (int) second;
            }
        }
    }
}
