package io.yizhan.gate.status;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody call who does not show the service's secret: {@code authorization: Bearer <secret>}. How long it takes to
 * say no tells nothing of the secret.
 */
final class ServiceCredential implements ServerInterceptor {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final String SCHEME = "bearer ";

    private final byte[] expected;

    ServiceCredential(String secret) {
        this.expected = digest(secret);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (accepts(headers.get(AUTHORIZATION))) {
            return next.startCall(call, headers);
        }
        call.close(Status.UNAUTHENTICATED.withDescription("Needs the service's secret"), new Metadata());
        return new ServerCall.Listener<>() {};
    }

    boolean accepts(@Nullable String authorization) {
        String given = authorization == null ? "" : authorization;
        boolean bearer = given.toLowerCase(Locale.ROOT).startsWith(SCHEME);
        String shown = bearer ? given.substring(SCHEME.length()).strip() : "";
        return MessageDigest.isEqual(expected, digest(shown)) && bearer;
    }

    /** Of one length whatever was shown. */
    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
