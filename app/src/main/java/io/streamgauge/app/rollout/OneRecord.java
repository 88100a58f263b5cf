package io.streamgauge.app.rollout;

import io.streamgauge.app.CommandFailedException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;

/** Sends one record, and tells whether it was taken, was not, or nobody knows. */
final class OneRecord {

    private OneRecord() {}

    /**
     * Sends a record and closes its producer; when it fails at once, so that nothing is delivered later.
     *
     * @param where what does not take it, for the message
     * @param look what to look at when nobody knows
     * @return its offset
     */
    static long send(
            Producer<byte[], byte[]> producer,
            ProducerRecord<byte[], byte[]> record,
            Duration patience,
            String where,
            String look) {
        boolean sent = false;
        try {
            long offset = producer.send(record)
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
            sent = true;
            return offset;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        } catch (TimeoutException e) {
            throw unknown(where, look, e);
        } catch (ExecutionException e) {
            // Such an error may be of the answer alone.
            if (e.getCause() instanceof RetriableException) {
                throw unknown(where, look, e);
            }
            throw new CommandFailedException(where + " did not take the deployment: " + e.getCause(), e);
        } finally {
            producer.close(sent ? patience : Duration.ZERO);
        }
    }

    private static CommandFailedException unknown(String where, String look, Exception e) {
        return new CommandFailedException(
                where + " did not say in time that it has the deployment: it is not known whether it was taken; "
                        + look,
                e);
    }
}
