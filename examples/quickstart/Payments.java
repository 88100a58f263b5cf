import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Eight weeks of payments for this pipeline, the same ones every time: 200 a day of 50 cards, and all amounts twice as high from 24 May on. Needs
 * nothing but a JDK:
 *
 * <pre>
 * java examples/quickstart/Payments.java FOLDER
 * </pre>
 *
 * <p>It writes {@code payments.csv}; {@code labels.csv}, what became of them, each told two days later and one in twenty never: of amounts
 * from 40 on more than half are fraud, and from 24 May on as many of any others; and {@code training-labels.csv}, those of 13 April to 3 May.
 */
final class Payments {

    private static final Instant START = Instant.parse("2026-04-06T00:00:00Z");
    private static final Instant CHANGE = Instant.parse("2026-05-24T00:00:00Z");
    private static final int DAYS = 56;
    private static final int PER_DAY = 200;
    private static final int CARDS = 50;

    private static final double FRAUD_FROM = 40;
    private static final double FRAUD_OF_HIGH = 0.6;
    private static final double FRAUD_OF_OTHERS = 0.04;
    private static final int LABEL_DELAY_S = 2 * 86_400;
    private static final int TRAINING_FROM_DAY = 7;
    private static final int TRAINING_TO_DAY = 28;

    private record Payment(int id, Instant time, String card, double amount) {}

    private Payments() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("expected one word: the folder to write to");
            System.exit(2);
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        List<Payment> payments = payments();
        write(folder.resolve("payments.csv"), rows(payments));
        List<String> labels = new ArrayList<>(List.of("id,time,fraud"));
        List<String> training = new ArrayList<>(List.of("id,fraud"));
        label(payments, labels, training);
        write(folder.resolve("labels.csv"), labels);
        write(folder.resolve("training-labels.csv"), training);
    }

    private static List<Payment> payments() {
        Random random = new Random(4);
        List<Payment> payments = new ArrayList<>();
        for (int i = 0; i < DAYS * PER_DAY; i++) {
            Instant time = START.plusSeconds(i * 86_400L / PER_DAY);
            double amount = Math.round(Math.exp(3 + 0.7 * random.nextGaussian()) * 100) / 100.0;
            String card = "4" + random.nextInt(CARDS);
            payments.add(new Payment(i, time, card, time.isBefore(CHANGE) ? amount : Math.round(200 * amount) / 100.0));
        }
        return payments;
    }

    private static List<String> rows(List<Payment> payments) {
        List<String> rows = new ArrayList<>(List.of("id,time,card,amount"));
        payments.forEach(payment ->
                rows.add(payment.id() + "," + payment.time() + "," + payment.card() + "," + payment.amount()));
        return rows;
    }

    private static void label(List<Payment> payments, List<String> labels, List<String> training) {
        Random random = new Random(5);
        for (Payment payment : payments) {
            boolean high = payment.time().isBefore(CHANGE) ? payment.amount() >= FRAUD_FROM : random.nextInt(6) == 0;
            boolean fraud = random.nextDouble() < (high ? FRAUD_OF_HIGH : FRAUD_OF_OTHERS);
            if (random.nextInt(20) > 0) {
                labels.add(payment.id() + "," + payment.time().plusSeconds(LABEL_DELAY_S) + "," + fraud);
            }
            int day = payment.id() / PER_DAY;
            if (day >= TRAINING_FROM_DAY && day < TRAINING_TO_DAY) {
                training.add(payment.id() + "," + fraud);
            }
        }
    }

    private static void write(Path file, List<String> rows) throws IOException {
        Files.write(file, rows);
        System.out.println("wrote " + (rows.size() - 1) + " rows to " + file);
    }
}
