package io.streamgauge.app.instances;

import io.streamgauge.app.online.NotReadyException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer, as far as the request that it is for may take them; one that is longer is cut off and fails. What
 * an answer says that it will be is taken before any of it is read.
 */
final class CountedBody implements BodySubscriber<byte[]> {

    private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ExchangeMemory.Share share;
    private final long saidBytes;
    private long readBytes;
    private Flow.@Nullable Subscription subscription;

    /** @param saidBytes how long the answer says that it is; 0 when it does not say */
    CountedBody(ExchangeMemory.Share share, long saidBytes) {
        this.share = share;
        this.saidBytes = saidBytes;
        bytes.getBody().whenComplete((all, failure) -> {
            if (failure == null) {
                body.complete(all);
            } else {
                body.completeExceptionally(failure);
            }
        });
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        subscription = to;
        if (taken(saidBytes)) {
            bytes.onSubscribe(to);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (body.isDone()) {
            return;
        }
        long before = readBytes;
        readBytes += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (taken(Math.max(readBytes, saidBytes) - Math.max(before, saidBytes))) {
            bytes.onNext(buffers);
        }
    }

    private boolean taken(long more) {
        try {
            share.take(more);
            return true;
        } catch (TooMuchException | NotReadyException e) {
            body.completeExceptionally(e);
            Flow.Subscription from = subscription;
            if (from != null) {
                from.cancel();
            }
            return false;
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!body.isDone()) {
            bytes.onError(failure);
        }
    }

    @Override
    public void onComplete() {
        if (!body.isDone()) {
            bytes.onComplete();
        }
    }
}
