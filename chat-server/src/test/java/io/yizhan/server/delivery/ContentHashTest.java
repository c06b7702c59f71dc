package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import com.google.protobuf.ByteString;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    private static final Content CONTENT = Content.newBuilder()
            .setType(ContentType.TEXT)
            .setText("hello")
            .setData(ByteString.copyFromUtf8("data"))
            .setUrl("http://example.org")
            .putProperties("a", "1")
            .putProperties("b", "2")
            .build();

    @Test
    void isTheSameForAllTime() {
        assertThat(ContentHash.of(new Recipient.User(BOB), CONTENT)).isEqualTo(6_460_865_017_201_770_293L);
    }

    @Test
    void doesNotDependOnTheOrderOfProperties() {
        Content turned = CONTENT.toBuilder()
                .clearProperties()
                .putProperties("b", "2")
                .putProperties("a", "1")
                .build();
        assertThat(ContentHash.of(new Recipient.User(BOB), turned))
                .isEqualTo(ContentHash.of(new Recipient.User(BOB), CONTENT));
    }

    @Test
    void differs_whenAnythingDiffers() {
        Stream<Content> others = Stream.of(
                CONTENT.toBuilder().setTypeValue(77).build(),
                CONTENT.toBuilder().setText("hello2").build(),
                CONTENT.toBuilder()
                        .setText("hellod")
                        .setData(ByteString.copyFromUtf8("ata"))
                        .build(),
                CONTENT.toBuilder().clearData().build(),
                CONTENT.toBuilder().clearUrl().build(),
                CONTENT.toBuilder().putProperties("a", "3").build(),
                CONTENT.toBuilder().removeProperties("a").build(),
                CONTENT.toBuilder().putProperties("c", "").build());
        assertThat(Stream.concat(
                                others.map(content -> ContentHash.of(new Recipient.User(BOB), content)),
                                Stream.of(
                                        ContentHash.of(new Recipient.User(BOB), CONTENT),
                                        ContentHash.of(new Recipient.User(ANN), CONTENT)))
                        .toList())
                .hasSize(10)
                .doesNotHaveDuplicates();
    }
}
