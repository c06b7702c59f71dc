package io.yizhan.gate.error;

import io.yizhan.group.GroupForms.InvalidFormException;
import io.yizhan.settings.SettingsUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import redis.clients.jedis.exceptions.JedisException;

/** Turns whatever a request ended with into a problem. The one place where the gate's failures are logged. */
@RestControllerAdvice
final class ProblemHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    @ExceptionHandler
    ResponseEntity<Problem> refused(Refusal refusal) {
        HttpHeaders headers = new HttpHeaders();
        if (refusal.error() == GateError.BAD_TOKEN || refusal.error() == GateError.BAD_CREDENTIALS) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        refusal.retryAfter().ifPresent(wait -> headers.set(HttpHeaders.RETRY_AFTER, wholeSeconds(wait)));
        return answer(refusal.error(), refusal.detail(), headers);
    }

    @ExceptionHandler
    ResponseEntity<Problem> noSuchPath(NoHandlerFoundException e) {
        return answer(GateError.NOT_FOUND, "There is nothing at this path", new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongMethod(HttpRequestMethodNotSupportedException e) {
        HttpHeaders headers = new HttpHeaders();
        Set<HttpMethod> supported = e.getSupportedHttpMethods();
        if (supported != null) {
            headers.setAllow(supported);
        }
        return answer(GateError.METHOD_NOT_ALLOWED, "This path does not know this method", headers);
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongMediaType(HttpMediaTypeNotSupportedException e) {
        HttpHeaders headers = new HttpHeaders();
        headers.setAccept(e.getSupportedMediaTypes());
        return answer(GateError.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json", headers);
    }

    /** The vendor's message is left out: it would quote the body, and with it a password. */
    @ExceptionHandler
    ResponseEntity<Problem> unreadable(HttpMessageNotReadableException e) {
        return answer(
                GateError.INVALID_ARGUMENT, "The body is not the JSON object that this call takes", new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<Problem> invalid(InvalidFormException e) {
        return answer(GateError.INVALID_ARGUMENT, String.valueOf(e.getMessage()), new HttpHeaders());
    }

    /** A path or a query holds something else than the number that belongs there. */
    @ExceptionHandler
    ResponseEntity<Problem> mistyped(MethodArgumentTypeMismatchException e) {
        return answer(GateError.INVALID_ARGUMENT, "Not a value for: " + e.getName(), new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<Problem> redisFailed(JedisException e) {
        log.warn("Redis did not answer: {}", e.toString());
        return unavailable();
    }

    @ExceptionHandler
    ResponseEntity<Problem> zookeeperFailed(SettingsUnavailableException e) {
        log.warn("ZooKeeper did not answer: {}", e.toString());
        return unavailable();
    }

    @ExceptionHandler
    ResponseEntity<Problem> databaseFailed(DataAccessException e) {
        if (DatabaseFailure.isUnreachable(e)) {
            log.warn(
                    "The database did not answer: {}",
                    DatabaseFailure.innermost(e).toString());
            return unavailable();
        }
        return failed(e);
    }

    /** The client has gone; there is nobody to answer. */
    @ExceptionHandler
    void clientLeft(AsyncRequestNotUsableException e) {
        log.debug("A client left before its answer", e);
    }

    /** Thrown on, past Spring: the server breaks the connection off. */
    @ExceptionHandler
    void brokenOff(BrokenAnswerException e) {
        log.warn("{}: {}", e.getMessage(), DatabaseFailure.innermost(e).toString());
        throw e;
    }

    /** Spring's own refusals, all of malformed requests, and what nobody foresaw. */
    @ExceptionHandler
    ResponseEntity<Problem> failed(Exception e) {
        if (e instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
            return answer(GateError.INVALID_ARGUMENT, "The request is not one that this call takes", new HttpHeaders());
        }
        if (e instanceof IOException) {
            log.debug("A connection broke", e);
        } else {
            log.error("A request failed", e);
        }
        return answer(GateError.INTERNAL, "The gate failed", new HttpHeaders());
    }

    private static ResponseEntity<Problem> unavailable() {
        return answer(GateError.UNAVAILABLE, "A store cannot be reached now; try again", new HttpHeaders());
    }

    private static ResponseEntity<Problem> answer(GateError error, String detail, HttpHeaders headers) {
        return ResponseEntity.status(error.status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problem.of(error, detail));
    }

    private static String wholeSeconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
    }
}
