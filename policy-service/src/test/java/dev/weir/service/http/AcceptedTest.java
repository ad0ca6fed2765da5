package dev.weir.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcceptedTest {
    @Test
    void aBrowserGetsAPageAndAProgramJson() {
        assertThat(Accepted.html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"))
                .isTrue();
        assertThat(Accepted.html("text/html")).isTrue();
        assertThat(Accepted.html("application/json;q=0.5, text/html;q=0.9")).isTrue();
        assertThat(Accepted.html("application/json, text/html;q=0.9")).isFalse();
        assertThat(Accepted.html("application/json, text/html")).isFalse();
        assertThat(Accepted.html("*/*")).isFalse();
        assertThat(Accepted.html("text/html;q=x")).isFalse();
        assertThat(Accepted.html(null)).isFalse();
    }
}
