package io.streamgauge.app.generator;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A simulator of card transactions, after the published description of the transaction simulator in "Reproducible
 * Machine Learning for Credit Card Fraud Detection - Practical Handbook" (Le Borgne, Siblini, Lebichot, Bontempi, 2022).
 *
 * <p>Customers live on a map of 100 by 100 and use the terminals within a radius of home. A customer's transactions per
 * day are Poisson, their time of day normal around noon (deviation 20,000 s, inside the day), their amount normal with
 * half its mean as deviation. Three patterns make fraud ({@link FraudScenario}); where several apply the last one names
 * the scenario. Different here: a customer with no terminal in reach uses the nearest; times outside the day are drawn
 * again instead of dropped; of a leaked customer's transactions each is fraud with probability 1/3 instead of an exact
 * third; patterns are under way on day 0 already, so that nothing but chance changes over days; and a {@link DistributionShift} may change amounts and hours from a declared day on.
 *
 * <p>A day depends on the configuration and its number alone, so a run can start on any day, and memory holds one day.
 * Safe for use by several threads.
 */
public final class TransactionGenerator {

    private static final double LARGE_AMOUNT = 220;
    private static final int COMPROMISED_DAYS = 28;
    private static final int LEAKED_DAYS = 14;
    private static final double LEAKED_FRAUD_SHARE = 1.0 / 3;
    private static final double LEAKED_AMOUNT_FACTOR = 5;
    private static final int NIGHT_S = 6 * 3_600;
    private static final long DAY_MS = 86_400_000;

    private final GeneratorConfig config;
    private final List<Customer> customers;
    private final Incidents compromises;
    private final Incidents leaks;

    public TransactionGenerator(GeneratorConfig config) {
        this.config = config;
        Terminals terminals = new Terminals(config);
        this.customers = IntStream.range(0, config.customers())
                .mapToObj(index -> Customer.draw(
                        index, new Draws(config.seed(), Draws.Purpose.CUSTOMER, index), terminals, config.radius()))
                .toList();
        this.compromises = new Incidents(
                config.seed(),
                Draws.Purpose.COMPROMISE,
                config.terminals(),
                config.compromisedTerminalsPerDay(),
                COMPROMISED_DAYS);
        this.leaks = new Incidents(
                config.seed(), Draws.Purpose.LEAK, config.customers(), config.leakedCustomersPerDay(), LEAKED_DAYS);
    }

    public GeneratorConfig config() {
        return config;
    }

    /** Transactions of days {@code first} (inclusive) to {@code end} (exclusive), in event-time order, made day by day. */
    public Stream<Transaction> days(int first, int end) {
        return IntStream.range(first, end).boxed().flatMap(day -> day(day).stream());
    }

    /** Transactions of one day, counted from 0, in event-time order. */
    public List<Transaction> day(int day) {
        List<Purchase> purchases = purchases(day);
        long startMs = startMs(day);
        List<Transaction> transactions = new ArrayList<>(purchases.size());
        for (Purchase purchase : purchases) {
            transactions.add(purchase.toTransaction(day + "-" + transactions.size(), startMs));
        }
        return transactions;
    }

    /** First moment of a day, milliseconds since 1970-01-01 UTC. */
    public long startMs(int day) {
        return config.start().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() + day * DAY_MS;
    }

    private List<Purchase> purchases(int day) {
        Set<Integer> compromised = compromises.on(day);
        Set<Integer> leaked = leaks.on(day);
        Draws base = new Draws(config.seed(), Draws.Purpose.DAY, day);
        Draws fraud = new Draws(config.seed(), Draws.Purpose.FRAUD, day);
        Draws shifting = new Draws(config.seed(), Draws.Purpose.SHIFT, day);
        Optional<DistributionShift> shift = config.shift().filter(s -> day >= s.fromDay());
        List<Purchase> purchases = new ArrayList<>();
        for (int index = 0; index < customers.size(); index++) {
            Customer customer = customers.get(index);
            int count = customer.transactionsToday(base);
            for (int i = 0; i < count; i++) {
                Purchase drawn = new Purchase(
                        Customer.secondOfDay(base),
                        customer.id(),
                        customer.terminal(base),
                        customer.amount(base),
                        FraudScenario.NONE);
                Purchase shifted = shift.map(s -> drawn.shifted(s, shifting)).orElse(drawn);
                boolean stolen = leaked.contains(index) && fraud.happens(LEAKED_FRAUD_SHARE);
                purchases.add(shifted.judged(compromised.contains(shifted.terminal()), stolen));
            }
        }
        purchases.sort(Comparator.comparingInt(Purchase::secondOfDay));
        return purchases;
    }

    /** A transaction before it has its id. */
    private record Purchase(int secondOfDay, String customerId, int terminal, double amount, FraudScenario scenario) {

        Purchase shifted(DistributionShift shift, Draws draws) {
            boolean moves = draws.happens(shift.nightShare());
            int nightSecond = draws.index(NIGHT_S);
            return new Purchase(
                    moves ? nightSecond : secondOfDay, customerId, terminal, amount * shift.amountFactor(), scenario);
        }

        Purchase judged(boolean terminalCompromised, boolean stolen) {
            double paid = cents(stolen ? amount * LEAKED_AMOUNT_FACTOR : amount);
            FraudScenario pattern = stolen
                    ? FraudScenario.LEAKED_CARD
                    : terminalCompromised
                            ? FraudScenario.COMPROMISED_TERMINAL
                            : paid > LARGE_AMOUNT ? FraudScenario.LARGE_AMOUNT : FraudScenario.NONE;
            return new Purchase(secondOfDay, customerId, terminal, paid, pattern);
        }

        Transaction toTransaction(String id, long dayStartMs) {
            return new Transaction(
                    id,
                    dayStartMs + secondOfDay * 1_000L,
                    customerId,
                    "T" + terminal,
                    amount,
                    scenario != FraudScenario.NONE,
                    scenario);
        }

        private static double cents(double amount) {
            return Math.round(amount * 100) / 100.0;
        }
    }
}
