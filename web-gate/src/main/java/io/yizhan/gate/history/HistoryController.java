package io.yizhan.gate.history;

import io.yizhan.gate.config.HistoryConfig;
import io.yizhan.gate.error.BrokenAnswerException;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.login.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The past of a conversation over a short connection, written while it is read. A client that takes it slowly holds a
 * thread of the server, so few may be under way at once.
 */
@RestController
final class HistoryController {
    private final HistoryBook book;
    private final Semaphore places;

    HistoryController(HistoryBook book, HistoryConfig config) {
        this.book = book;
        this.places = new Semaphore(config.atOnce());
    }

    @GetMapping("/api/v1/conversations/{conversationId}/messages")
    void messages(
            Caller caller,
            @PathVariable String conversationId,
            Range range,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
            HttpServletResponse response)
            throws IOException {
        HistoryFormat format = HistoryFormat.of(accept);
        HistoryQuery query = range.of(conversationId);
        if (!places.tryAcquire()) {
            throw new Refusal(GateError.OVERLOADED, "Too many read the past at once; try again");
        }
        try {
            write(book.open(caller.user(), query), format, response);
        } finally {
            places.release();
        }
    }

    private static void write(HistoryReading reading, HistoryFormat format, HttpServletResponse response)
            throws IOException {
        response.setContentType(format.type().toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Writer out = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
        try {
            HistoryAnswer answer = new HistoryAnswer(format, out);
            answer.end(reading.read(answer));
            out.flush();
        } catch (DataAccessException | IllegalStateException e) {
            if (response.isCommitted()) {
                throw new BrokenAnswerException("The past broke off while it was read", e);
            }
            throw e;
        }
    }

    /** The parameters as they came. */
    record Range(
            @Nullable String from,
            @Nullable String to,
            @Nullable String limit,
            @Nullable String backwards) {
        HistoryQuery of(String conversation) {
            return HistoryQuery.of(conversation, from, to, limit, backwards);
        }
    }
}
