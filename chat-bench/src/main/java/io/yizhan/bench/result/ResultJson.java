package io.yizhan.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as files that programs read. */
public final class ResultJson {
    private final JsonMapper mapper =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public String text(Object result) {
        return mapper.writeValueAsString(result);
    }

    /** Writes {@code file} anew. */
    public void write(Path file, Object result) throws IOException {
        Files.writeString(file, text(result) + System.lineSeparator());
    }

    /** Reads one run back. */
    public LoadResult read(Path file) throws IOException {
        return mapper.readValue(Files.readString(file), LoadResult.class);
    }
}
