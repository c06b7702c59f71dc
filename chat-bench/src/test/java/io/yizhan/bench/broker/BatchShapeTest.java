package io.yizhan.bench.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BatchShapeTest {
    @Test
    void drawsSizesAsOftenAsTheyWereSeen() {
        BatchShape shape = new BatchShape(new TreeMap<>(Map.of(1, 700L, 50, 0L, 256, 300L)));
        SplittableRandom random = new SplittableRandom(1);

        Map<Integer, Long> drawn = IntStream.range(0, 10_000)
                .mapToObj(i -> shape.draw(random))
                .collect(Collectors.groupingBy(size -> size, Collectors.counting()));

        assertThat(drawn).containsOnlyKeys(1, 256);
        assertThat(drawn.get(1)).isCloseTo(7_000L, Offset.offset(200L));
    }

    @Test
    void refusesToDrawFromNothing() {
        assertThatThrownBy(() -> new BatchShape(new TreeMap<>())).isInstanceOf(IllegalArgumentException.class);
    }
}
