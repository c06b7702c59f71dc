package io.yizhan.client.console;

import io.yizhan.client.connection.ChatException;
import io.yizhan.client.gate.GateException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Says a failure in one line. */
final class FailureText {
    private FailureText() {}

    static Throwable cause(Throwable error) {
        boolean wrapped = error instanceof CompletionException || error instanceof ExecutionException;
        return wrapped && error.getCause() != null ? cause(error.getCause()) : error;
    }

    static ConsoleEvent of(String what, Throwable error) {
        Throwable cause = cause(error);
        return new ConsoleEvent.Failed(code(cause), what + ": " + reason(cause));
    }

    private static String code(Throwable cause) {
        if (cause instanceof ChatException refusal) {
            return refusal.code().name();
        }
        if (cause instanceof GateException refusal) {
            return refusal.code();
        }
        return cause instanceof TimeoutException ? "TIMEOUT" : "FAILED";
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return cause instanceof GateException gate && gate.isUnreachable()
                ? message + " (bin/quickstart starts a cluster on this machine)"
                : message;
    }
}
