package io.yizhan.gate.login;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriUtils;

/**
 * Takes the password out of the path of the book's login, before anybody behind it can log the path. The controller
 * finds it as an attribute.
 */
@Component
@ConditionalOnBooleanProperty("yizhan.book-compat")
final class BookPathFilter extends OncePerRequestFilter {
    static final String PASSWORD = "yizhan.book.password";

    private static final Pattern LOGIN = Pattern.compile("(/user/login/[^/]+/)([^/]+)");
    private static final String NOT_TOLD = "-";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Matcher login = LOGIN.matcher(request.getRequestURI());
        if (!login.matches()) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(PASSWORD, UriUtils.decode(login.group(2), StandardCharsets.UTF_8));
        chain.doFilter(new Masked(request, login.group(1) + NOT_TOLD), response);
    }

    /** The same request with another path. */
    private static final class Masked extends HttpServletRequestWrapper {
        private final String path;

        Masked(HttpServletRequest request, String path) {
            super(request);
            this.path = path;
        }

        @Override
        public String getRequestURI() {
            return path;
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(path);
        }

        @Override
        public String getServletPath() {
            return path;
        }
    }
}
