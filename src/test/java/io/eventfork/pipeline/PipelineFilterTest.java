package io.eventfork.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.event.FilterPolicy;
import io.eventfork.event.FilterPolicy.Scope;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineFilterTest {

    private static final String HUNDRED = "{\"amount\":[{\"numeric\":[\">=\",100]}]}";

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void withoutAPolicyEverythingMatches() {
        PipelineFilter filter = new PipelineFilter();
        filter.compile();

        assertThat(filter.matches(QueueExchange.of("no JSON").in(context))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Number, 99.99, false",
        "Number, 100, true",
        "Number, 100.00, true",
        "Number, 450, true",
        "String, 450, false"
    })
    void aPolicyOfItsOwnLooksAtAttributes(String type, String amount, boolean matches) {
        PipelineFilter filter = own(HUNDRED, "MessageAttributes");

        assertThat(
                        filter.matches(
                                QueueExchange.of("{\"amount\":1}")
                                        .with("amount", type, amount)
                                        .in(context)))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"'{\"amount\":99.99}', false", "'{\"amount\":100}', true", "no JSON, false"})
    void orAtTheBody(String body, boolean matches) {
        PipelineFilter filter = own(HUNDRED, "MessageBody");

        assertThat(
                        filter.matches(
                                QueueExchange.of(body).with("amount", "Number", "450").in(context)))
                .isEqualTo(matches);
    }

    @Test
    void thePolicyOfTheSubscriptionAppliesUnlessThereIsOneOfItsOwn() {
        PipelineFilter filter = new PipelineFilter();
        filter.setQueue("search");
        filter.setDeclared(queue -> queue.equals("search") ? policy(HUNDRED) : Optional.empty());
        filter.compile();
        assertThat(matchesAmount(filter, "99")).isFalse();
        assertThat(matchesAmount(filter, "100")).isTrue();

        filter.setPolicy("{\"amount\":[99]}");
        filter.compile();
        assertThat(matchesAmount(filter, "99")).isTrue();
        assertThat(matchesAmount(filter, "100")).isFalse();
    }

    @Test
    void followsTheDeclarationWhenItChangesWhileTheRouteGoesOn() {
        AtomicReference<Optional<FilterPolicy>> declared = new AtomicReference<>(policy(HUNDRED));
        PipelineFilter filter = new PipelineFilter();
        filter.setDeclared(queue -> declared.get());
        filter.compile();
        assertThat(matchesAmount(filter, "99")).isFalse();

        declared.set(Optional.empty());

        assertThat(matchesAmount(filter, "99")).isTrue();
    }

    @Test
    void aBadPolicyOrScopeIsNamed() {
        PipelineFilter filter = new PipelineFilter();
        filter.setPolicy("{\"amount\":100}");

        assertThatThrownBy(filter::compile)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SubscriptionFilterPolicy is not valid");
        assertThatThrownBy(() -> filter.setScope("Body"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "SubscriptionFilterPolicyScope is Body; write MessageAttributes or MessageBody.");
    }

    private boolean matchesAmount(PipelineFilter filter, String amount) {
        return filter.matches(QueueExchange.of("{}").with("amount", "Number", amount).in(context));
    }

    private static PipelineFilter own(String policy, String scope) {
        PipelineFilter filter = new PipelineFilter();
        filter.setPolicy(policy);
        filter.setScope(scope);
        filter.setDeclared(queue -> policy("{\"never\":[\"x\"]}"));
        filter.compile();
        return filter;
    }

    private static Optional<FilterPolicy> policy(String json) {
        return Optional.of(FilterPolicy.parse(json, Scope.MESSAGE_ATTRIBUTES));
    }
}
