package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.ErrorCode;
import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentLimitsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void takesWhatClientsSend_alsoWithoutText(int type) {
        assertThat(ContentLimits.refuse(Content.newBuilder().setTypeValue(type).build()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 9, 10, -1})
    void refusesOtherTypes(int type) {
        refuses(Content.newBuilder().setTypeValue(type));
    }

    @Test
    void countsText_inBytesOfUtf8() {
        takes(text("é".repeat(8 << 10)));
        refuses(text("é".repeat(8 << 10) + "x"));
    }

    @Test
    void countsTheWholeContent_asEncoded() {
        int overhead = custom(60_000).build().getSerializedSize() - 60_000;
        takes(custom((64 << 10) - overhead));
        refuses(custom((64 << 10) - overhead + 1));
    }

    @Test
    void countsProperties_andTheirBytes() {
        Content.Builder full = text("t");
        for (int i = 0; i < 32; i++) {
            full.putProperties("k".repeat(62) + (i + 10), "é".repeat(512));
        }
        takes(full);
        refuses(full.clone().putProperties("one more", ""));
        refuses(text("t").putProperties("é".repeat(32) + "k", ""));
        refuses(text("t").putProperties("k", "é".repeat(512) + "v"));
    }

    private static Content.Builder text(String text) {
        return Content.newBuilder().setType(ContentType.TEXT).setText(text);
    }

    private static Content.Builder custom(int bytes) {
        return Content.newBuilder().setType(ContentType.CUSTOM).setData(ByteString.copyFrom(new byte[bytes]));
    }

    private static void takes(Content.Builder content) {
        assertThat(ContentLimits.refuse(content.build())).isEmpty();
    }

    private static void refuses(Content.Builder content) {
        assertThat(ContentLimits.refuse(content.build()))
                .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
