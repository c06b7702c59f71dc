package io.yizhan.gate.status;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line that a request was refused for its length: the library, which refuses it, would print a trace. */
final class TooLongRequests extends ServerStreamTracer.Factory {
    private static final Logger log = LoggerFactory.getLogger(TooLongRequests.class);

    @Override
    public ServerStreamTracer newServerStreamTracer(String call, Metadata headers) {
        return new ServerStreamTracer() {
            @Override
            public void streamClosed(Status status) {
                if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED
                        && !CallLimit.TOO_MANY.equals(status.getDescription())) {
                    log.info("call={} status=RESOURCE_EXHAUSTED: {}", call, status.getDescription());
                }
            }
        };
    }
}
