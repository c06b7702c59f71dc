package io.yizhan.gate.login;

import io.yizhan.access.TokenStore;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Finds the {@link Caller} by {@code Authorization: Bearer}. A missing, malformed, unknown, expired or revoked token is
 * the same BAD_TOKEN.
 */
@Component
final class CallerResolver implements HandlerMethodArgumentResolver {
    private static final String SCHEME = "bearer ";

    private final TokenStore tokens;

    CallerResolver(TokenStore tokens) {
        this.tokens = tokens;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(Caller.class);
    }

    @Override
    public Caller resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return resolve(request.getHeader(HttpHeaders.AUTHORIZATION));
    }

    Caller resolve(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw badToken();
        }
        String token = authorization.substring(SCHEME.length()).strip();
        return tokens.find(token).map(grant -> new Caller(token, grant)).orElseThrow(CallerResolver::badToken);
    }

    static Refusal badToken() {
        return new Refusal(GateError.BAD_TOKEN, "A valid bearer token is needed: log in");
    }
}
