package io.streamgauge.app.writer;

import io.streamgauge.app.CommandFailedException;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Lets a pipeline predict only to the topics that are its own to write, as of the moment each task starts.
 *
 * <p>A task starts after its instance has joined the pipeline's consumer group. A switch notes that it has begun and then looks
 * whether the group has members. So of an instance that starts and a switch that begins at the same time at least one sees the
 * other: either the switch finds the member and gives up, or the task finds the note and does not start. An instance that has
 * lost its membership cannot commit.
 */
public final class WritePermit {

    private final WriterTopics topics;
    private final String pipeline;
    private final Optional<String> served;

    /** @param served the topic of another pipeline that the topology writes to as well */
    public WritePermit(WriterTopics topics, String pipeline, Optional<String> served) {
        this.topics = topics;
        this.pipeline = pipeline;
        this.served = served;
    }

    /** The topic of another pipeline that predictions go to as well. */
    public Optional<String> served() {
        return served;
    }

    private void check() {
        WriterState now = topics.read(pipeline).requireMayRun();
        if (!now.topic().equals(served.orElse(now.ownTopic()))) {
            throw new CommandFailedException(
                    "pipeline " + pipeline + " was switched while it started: its predictions go" + " to " + now.topic()
                            + " now; start it again");
        }
    }

    /** The same processors, each after a look at who may write. */
    public <K, V, L, W> ProcessorSupplier<K, V, L, W> before(ProcessorSupplier<K, V, L, W> supplier) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<K, V, L, W> get() {
                return new Checked<>(supplier.get());
            }

            @Override
            public @Nullable Set<StoreBuilder<?>> stores() {
                return supplier.stores();
            }
        };
    }

    private final class Checked<K, V, L, W> implements Processor<K, V, L, W> {

        private final Processor<K, V, L, W> processor;

        Checked(Processor<K, V, L, W> processor) {
            this.processor = processor;
        }

        @Override
        public void init(ProcessorContext<L, W> context) {
            check();
            processor.init(context);
        }

        @Override
        public void process(Record<K, V> record) {
            processor.process(record);
        }

        @Override
        public void close() {
            processor.close();
        }
    }
}
