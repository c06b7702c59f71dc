package io.yizhan.gate.status;

import chat.status.v1.GetChatServerRequest;
import chat.status.v1.GetChatServerResponse;
import chat.status.v1.LoginRequest;
import chat.status.v1.LoginResponse;
import chat.status.v1.StatusServiceGrpc.StatusServiceImplBase;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.yizhan.discovery.ImNode;
import io.yizhan.gate.error.StoreFailure;
import io.yizhan.gate.status.StatusDesk.Choice;
import io.yizhan.identity.UserId;
import io.yizhan.lifecycle.Outage;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The calls of {@code status.proto}. Each leaves one line in the log, without a token. */
@Component
final class StatusCalls extends StatusServiceImplBase {
    private static final Logger log = LoggerFactory.getLogger(StatusCalls.class);

    private final StatusDesk desk;

    StatusCalls(StatusDesk desk) {
        this.desk = desk;
    }

    @Override
    public void getChatServer(GetChatServerRequest request, StreamObserver<GetChatServerResponse> observer) {
        answer("GetChatServer", request.getUid(), observer, () -> {
            Choice choice = desk.choose(request.getUid(), StatusCalls::isAwaited);
            ImNode node = choice.node();
            GetChatServerResponse.Builder answer =
                    GetChatServerResponse.newBuilder().setError(choice.verdict().number());
            if (node != null) {
                answer.setHost(node.endpoint().host())
                        .setPort(node.endpoint().port())
                        .setToken(choice.token());
            }
            return new Answer<>(
                    answer.build(),
                    choice.verdict(),
                    node == null ? "-" : node.id().toString());
        });
    }

    @Override
    public void login(LoginRequest request, StreamObserver<LoginResponse> observer) {
        answer("Login", request.getUid(), observer, () -> {
            Verdict verdict = desk.check(request.getUid(), request.getToken());
            LoginResponse.Builder answer = LoginResponse.newBuilder().setError(verdict.number());
            if (verdict == Verdict.OK) {
                answer.setUid(request.getUid()).setToken(request.getToken());
            }
            return new Answer<>(answer.build(), verdict, "-");
        });
    }

    /** @param node for the log */
    private record Answer<T>(T message, Verdict verdict, String node) {}

    private static <T> void answer(String call, String uid, StreamObserver<T> observer, Supplier<Answer<T>> decision) {
        long begun = System.nanoTime();
        String user = UserId.isValid(uid) ? uid : "-"; // as it came it might break the line
        try {
            Answer<T> answer = isAwaited() ? decision.get() : null;
            if (answer == null || !isAwaited()) {
                log.info("call={} uid={} status=CANCELLED ms={}", call, user, since(begun));
                observer.onError(Status.CANCELLED.asRuntimeException());
                return;
            }
            log.info(
                    "call={} uid={} status=OK error={} node={} ms={}",
                    call,
                    user,
                    answer.verdict().number(),
                    answer.node(),
                    since(begun));
            observer.onNext(answer.message());
            observer.onCompleted();
        } catch (RuntimeException e) {
            observer.onError(refusal(call, user, e, since(begun)).asRuntimeException());
        }
    }

    private static Status refusal(String call, String user, RuntimeException failure, long ms) {
        if (StoreFailure.isUnreachable(failure)) {
            log.warn("call={} uid={} status=UNAVAILABLE ms={}: {}", call, user, ms, Outage.inOneLine(failure));
            return Status.UNAVAILABLE.withDescription("A store cannot be reached now; try again");
        }
        log.error("call={} uid={} status=INTERNAL ms={}", call, user, ms, failure);
        return Status.INTERNAL.withDescription("The gate failed");
    }

    /** False when the caller has gone, or its deadline has passed. */
    private static boolean isAwaited() {
        return !Context.current().isCancelled();
    }

    private static long since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }
}
