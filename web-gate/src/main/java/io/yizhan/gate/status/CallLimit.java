package io.yizhan.gate.status;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.Semaphore;

/** Refuses calls beyond so many at once, before anything waits for them: RESOURCE_EXHAUSTED. */
final class CallLimit implements ServerInterceptor {
    static final String TOO_MANY = "Too many calls at once; try again";

    private final Semaphore free;

    CallLimit(int calls) {
        this.free = new Semaphore(calls);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!free.tryAcquire()) {
            call.close(Status.RESOURCE_EXHAUSTED.withDescription(TOO_MANY), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onComplete() { // either this or the other, once
                free.release();
                super.onComplete();
            }

            @Override
            public void onCancel() {
                free.release();
                super.onCancel();
            }
        };
    }
}
