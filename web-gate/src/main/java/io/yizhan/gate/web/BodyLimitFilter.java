package io.yizhan.gate.web;

import io.yizhan.gate.config.HttpConfig;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies that say they are too large, and stops reading the others where they become so. */
@Component
final class BodyLimitFilter extends OncePerRequestFilter {
    private final long limit;

    BodyLimitFilter(HttpConfig config) {
        this.limit = config.maxBody().toBytes();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > limit) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST); // as a problem, by the server's report
            return;
        }
        chain.doFilter(new LimitedRequest(request, limit), response);
    }
}
