package io.yizhan.gate.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallLimitTest {
    private final CallLimit limit = new CallLimit(2);
    private final List<Status> refused = new ArrayList<>();
    private int started;

    private ServerCall.Listener<Object> call() {
        return limit.interceptCall(new FakeCall(), new Metadata(), (call, headers) -> {
            started++;
            return new ServerCall.Listener<>() {};
        });
    }

    @Test
    void refusesWhatIsTooMuch_untilOneHasEnded() {
        ServerCall.Listener<Object> first = call();
        ServerCall.Listener<Object> second = call();
        call();
        assertThat(started).isEqualTo(2);
        assertThat(refused).extracting(Status::getCode).containsExactly(Status.Code.RESOURCE_EXHAUSTED);

        first.onComplete();
        second.onCancel();
        call();
        call();
        assertThat(started).isEqualTo(4);
        call();
        assertThat(refused).hasSize(2);
    }

    private final class FakeCall extends ServerCall<Object, Object> {
        @Override
        public void request(int messages) {
            throw new UnsupportedOperationException("Nothing is read");
        }

        @Override
        public void sendHeaders(Metadata headers) {
            throw new UnsupportedOperationException("Nothing is answered");
        }

        @Override
        public void sendMessage(Object message) {
            throw new UnsupportedOperationException("Nothing is answered");
        }

        @Override
        public void close(Status status, Metadata trailers) {
            refused.add(status);
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Object, Object> getMethodDescriptor() {
            throw new UnsupportedOperationException("Nobody asks");
        }
    }
}
