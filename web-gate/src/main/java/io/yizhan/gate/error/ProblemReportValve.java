package io.yizhan.gate.error;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** What the server itself refuses (a malformed request line, say) before Spring sees it is a problem too, not HTML. */
public final class ProblemReportValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < HttpStatus.BAD_REQUEST.value()
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        GateError error = GateError.ofServerStatus(status);
        response.setStatus(error.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding("UTF-8");
        try {
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(json(error)); // constants only, nothing to escape
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("A client left before it read its error", e);
        }
    }

    private static String json(GateError error) {
        return "{\"type\":\"about:blank\",\"title\":\"" + error.status().getReasonPhrase() + "\",\"status\":"
                + error.status().value() + ",\"detail\":\"The server refused the request\",\"code\":\"" + error.name()
                + "\"}";
    }
}
