package io.yizhan.gate.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The document of all calls, as it was written; for everybody, since it tells nothing that the source does not. */
@RestController
final class ApiDocsController {
    private static final String DOCUMENT = "openapi.json";

    /** Read for each request: it is asked for rarely, and costs nothing until then. */
    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] document() {
        try (InputStream document = ApiDocsController.class.getResourceAsStream(DOCUMENT)) {
            if (document == null) {
                throw new IllegalStateException("Not on the class path: " + DOCUMENT);
            }
            return document.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Not readable: " + DOCUMENT, e);
        }
    }
}
