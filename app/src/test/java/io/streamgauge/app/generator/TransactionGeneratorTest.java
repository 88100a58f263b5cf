package io.streamgauge.app.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TransactionGeneratorTest {

    private static final GeneratorConfig SMALL = GeneratorConfig.ofSize(7, 300, 600);

    @Property(tries = 20)
    void aDayIsTheSameInEveryRunAndOnItsOwn(@ForAll long seed, @ForAll @IntRange(max = 60) int day) {
        GeneratorConfig config = GeneratorConfig.ofSize(seed, 40, 80);
        TransactionGenerator whole = new TransactionGenerator(config);

        List<Transaction> inTurn =
                whole.days(0, day + 1).filter(t -> t.id().startsWith(day + "-")).toList();

        assertThat(new TransactionGenerator(config).day(day)).isEqualTo(inTurn);
    }

    @Property(tries = 20)
    void timesRiseInsideTheDayAndIdsAreUnique(@ForAll long seed, @ForAll @IntRange(max = 1000) int day) {
        TransactionGenerator generator = new TransactionGenerator(GeneratorConfig.ofSize(seed, 60, 100));

        List<Transaction> transactions = generator.day(day);

        assertThat(transactions).isSortedAccordingTo(Comparator.comparingLong(Transaction::timeMs));
        assertThat(transactions)
                .allSatisfy(t -> assertThat(t.timeMs())
                        .isBetween(generator.startMs(day), generator.startMs(day + 1) - 1)
                        .matches(ms -> ms % 1_000 == 0));
        assertThat(transactions.stream().map(Transaction::id)).doesNotHaveDuplicates();
    }

    @Test
    void anotherSeedIsAnotherWorld() {
        assertThat(new TransactionGenerator(GeneratorConfig.ofSize(1, 100, 200)).day(0))
                .isNotEqualTo(new TransactionGenerator(GeneratorConfig.ofSize(2, 100, 200)).day(0));
    }

    @Test
    void aCustomerMakesTwoTransactionsADayOnAverageAroundNoon() {
        List<Transaction> transactions =
                new TransactionGenerator(SMALL).days(0, 60).toList();

        // 300 customers' rates, uniform on [0, 4]: the mean is 2 with deviation 4/sqrt(12 * 300) = 0.067.
        assertThat(transactions.size() / (300.0 * 60)).isCloseTo(2, within(0.27));
        assertThat(transactions.stream()
                        .mapToDouble(t -> t.timeMs() % 86_400_000 / 3_600_000.0)
                        .average()
                        .orElseThrow())
                .isCloseTo(12, within(0.2));
        assertThat(transactions).allSatisfy(t -> assertThat(t.amount()).isBetween(0.0, 2_000.0));
    }

    @Property(tries = 10)
    void betweenAThirdAndThreePercentAreFraud(@ForAll long seed) {
        double share = new TransactionGenerator(GeneratorConfig.ofSize(seed, 1_000, 2_000))
                .days(0, 30)
                .mapToInt(t -> t.fraud() ? 1 : 0)
                .average()
                .orElseThrow();

        assertThat(share).isBetween(0.003, 0.03);
    }

    @Test
    void aboveTwoHundredAndTwentyIsAlwaysFraud() {
        List<Transaction> transactions =
                new TransactionGenerator(SMALL).days(0, 60).toList();

        assertThat(transactions).filteredOn(t -> t.amount() > 220).isNotEmpty().allMatch(Transaction::fraud);
        assertThat(transactions)
                .filteredOn(t -> t.scenario() == FraudScenario.LARGE_AMOUNT)
                .isNotEmpty()
                .allMatch(t -> t.amount() > 220);
    }

    @Test
    void everyTransactionOfACompromisedTerminalIsFraudForTwentyEightDays() {
        Incidents compromises = new Incidents(7, Draws.Purpose.COMPROMISE, 600, 2.0 * 600 / 10_000, 28);
        List<Transaction> transactions =
                new TransactionGenerator(SMALL).days(30, 90).toList();

        assertThat(transactions).allSatisfy(t -> {
            boolean compromised = compromises
                    .on(day(t))
                    .contains(Integer.parseInt(t.terminalId().substring(1)));
            if (compromised) {
                assertThat(t.fraud()).isTrue();
            } else {
                assertThat(t.scenario()).isNotEqualTo(FraudScenario.COMPROMISED_TERMINAL);
            }
        });
        assertThat(transactions).anyMatch(t -> t.scenario() == FraudScenario.COMPROMISED_TERMINAL);
    }

    @Test
    void aThirdOfALeakedCustomersTransactionsAreFraudForFourteenDays() {
        GeneratorConfig config = GeneratorConfig.ofSize(11, 2_000, 3_000);
        Incidents leaks = new Incidents(11, Draws.Purpose.LEAK, 2_000, 3.0 * 2_000 / 5_000, 14);

        List<Transaction> all = new TransactionGenerator(config).days(0, 60).toList();
        Predicate<Transaction> afterLeak =
                t -> leaks.on(day(t)).contains(Integer.parseInt(t.customerId().substring(1)));
        List<Transaction> leaked = all.stream().filter(afterLeak).toList();
        Predicate<Transaction> stolen = t -> t.scenario() == FraudScenario.LEAKED_CARD;

        assertThat(share(leaked, stolen)).as("of %d", leaked.size()).isCloseTo(1.0 / 3, within(0.05));
        assertThat(all.stream().filter(afterLeak.negate())).noneMatch(stolen);
        assertThat(mean(leaked, stolen) / mean(leaked, stolen.negate())).isCloseTo(5, within(0.75));
    }

    @Test
    void incidentsAreChosenEveryDayAndFractionsAreMadeUpOverDays() {
        Incidents two = new Incidents(1, Draws.Purpose.COMPROMISE, 10_000, 2, 28);
        Incidents oneInFour = new Incidents(1, Draws.Purpose.COMPROMISE, 1_250, 0.25, 28);

        for (int day = 0; day < 100; day++) {
            assertThat(two.beginningOn(day)).hasSize(2);
            Set<Integer> lasting = new HashSet<>();
            for (int since = day - 27; since <= day; since++) {
                lasting.addAll(two.beginningOn(since));
            }
            assertThat(two.on(day)).isEqualTo(lasting);
            assertThat(oneInFour.on(day)).hasSizeBetween(5, 7);
        }
    }

    @Test
    void aShiftChangesNothingBeforeItsDayAndAmountsAndHoursFromIt() {
        TransactionGenerator plain = new TransactionGenerator(SMALL);
        TransactionGenerator shifted = new TransactionGenerator(SMALL.withShift(new DistributionShift(20, 1.5, 0.2)));

        assertThat(shifted.days(0, 20))
                .containsExactlyElementsOf(plain.days(0, 20).toList());

        List<Transaction> before = plain.days(20, 40).toList();
        List<Transaction> after = shifted.days(20, 40).toList();
        assertThat(after).hasSameSizeAs(before);
        assertThat(mean(after, t -> true) / mean(before, t -> true)).isCloseTo(1.5, within(0.01));
        double nightBefore = share(before, TransactionGeneratorTest::atNight);
        assertThat(share(after, TransactionGeneratorTest::atNight))
                .isCloseTo(nightBefore + 0.2 * (1 - nightBefore), within(0.02));
    }

    @Test
    void aWorldThatCannotBeIsRefusedByName() {
        assertThatThrownBy(() -> GeneratorConfig.ofSize(1, 0, 10)).hasMessage("at least 1 customer, not 0");
        assertThatThrownBy(() -> new DistributionShift(-1, 1.5, 0.2))
                .hasMessage("a shift starts on day 0 or later, not on day -1");
        assertThatThrownBy(() -> new DistributionShift(1, 1.5, 1.2))
                .hasMessage("a shift's share of night moves is from 0 to 1, not 1.2");
    }

    @Test
    void evenAWorldOfOneCustomerAndOneTerminalTrades() {
        assertThat(new TransactionGenerator(GeneratorConfig.ofSize(3, 1, 1)).days(0, 100))
                .isNotEmpty()
                .allMatch(t -> t.customerId().equals("C0") && t.terminalId().equals("T0"));
    }

    private static int day(Transaction transaction) {
        return Integer.parseInt(transaction.id().substring(0, transaction.id().indexOf('-')));
    }

    private static boolean atNight(Transaction transaction) {
        return transaction.timeMs() % 86_400_000 < 6 * 3_600_000;
    }

    private static double share(List<Transaction> transactions, Predicate<Transaction> those) {
        return transactions.stream().filter(those).count() / (double) transactions.size();
    }

    private static double mean(List<Transaction> transactions, Predicate<Transaction> of) {
        return transactions.stream()
                .filter(of)
                .mapToDouble(Transaction::amount)
                .average()
                .orElseThrow();
    }
}
