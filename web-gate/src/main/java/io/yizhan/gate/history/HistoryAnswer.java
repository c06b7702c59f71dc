package io.yizhan.gate.history;

import chat.v2.Message;
import chat.v2.PullResponse;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.Writer;

/** Writes one answer in protobuf's JSON mapping, message by message. For one thread. */
final class HistoryAnswer implements HistoryReading.Taker {
    private static final JsonFormat.Printer JSON = JsonFormat.printer().omittingInsignificantWhitespace();

    private final HistoryFormat format;
    private final Writer out;
    private boolean begun;

    HistoryAnswer(HistoryFormat format, Writer out) {
        this.format = format;
        this.out = out;
    }

    @Override
    public void take(Message message) throws IOException {
        out.write(begun ? format.between() : format.begin());
        begun = true;
        JSON.appendTo(message, out);
    }

    /** @param rest the PullResponse without its messages */
    void end(PullResponse rest) throws IOException {
        if (begun) {
            out.write(format.end());
        }
        out.write(format.rest(JSON.print(rest), begun));
    }
}
