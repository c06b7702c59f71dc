package io.yizhan.gate.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.yizhan.gate.user.Passwords;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ServerHttpObservationFilter;

/** What is measured: each call over HTTP and gRPC, who waits for a password's hash, and the memory. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
    /** By Micrometer's and Spring's names. */
    private static final Set<String> LATENCIES = Set.of("http.server.requests", "grpc.server.processing.duration");

    private static final double[] BOUNDS_NANOS = Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)
            .mapToDouble(ms -> Duration.ofMillis(ms).toNanos())
            .toArray();

    @Bean
    PrometheusMeterRegistry meters() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.config().meterFilter(new LatencyBounds());
        new JvmMemoryMetrics().bindTo(meters);
        return meters;
    }

    @Bean
    Gauge passwordsWaiting(MeterRegistry meters, Passwords passwords) {
        return Gauge.builder("yizhan.passwords.waiting", passwords, Passwords::waiting)
                .description("Passwords that wait to be hashed")
                .register(meters);
    }

    /**
     * First of all, so that it sees also what the others refuse. Knows calls by their patterns, never by their paths.
     */
    @Bean
    FilterRegistrationBean<ServerHttpObservationFilter> httpCalls(MeterRegistry meters) {
        ObservationRegistry observations = ObservationRegistry.create();
        observations
                .observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(
                        meters, DefaultMeterObservationHandler.IgnoredMeters.LONG_TASK_TIMER));
        FilterRegistrationBean<ServerHttpObservationFilter> filter =
                new FilterRegistrationBean<>(new ServerHttpObservationFilter(observations));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** Counts latencies below each of some bounds, of which percentiles over all gates can be made. */
    private static final class LatencyBounds implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            return LATENCIES.contains(id.getName())
                    ? DistributionStatisticConfig.builder()
                            .serviceLevelObjectives(BOUNDS_NANOS)
                            .build()
                            .merge(config)
                    : config;
        }
    }
}
