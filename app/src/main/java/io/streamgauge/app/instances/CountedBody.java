package io.streamgauge.app.instances;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The bytes of an answer, as far as the request that it is for may take them; one that is longer is cut off and fails. */
final class CountedBody implements BodySubscriber<byte[]> {

    private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ExchangeMemory.Share share;
    private Flow.@Nullable Subscription subscription;

    CountedBody(ExchangeMemory.Share share) {
        this.share = share;
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
        bytes.onSubscribe(to);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (body.isDone()) {
            return;
        }
        try {
            share.take(buffers.stream().mapToLong(ByteBuffer::remaining).sum());
        } catch (RuntimeException e) {
            body.completeExceptionally(e);
            Flow.Subscription from = subscription;
            if (from != null) {
                from.cancel();
            }
            return;
        }
        bytes.onNext(buffers);
    }

    @Override
    public void onError(Throwable failure) {
        bytes.onError(failure);
    }

    @Override
    public void onComplete() {
        bytes.onComplete();
    }
}
