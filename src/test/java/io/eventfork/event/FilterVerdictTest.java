package io.eventfork.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.event.FilterPolicy.Scope;
import io.eventfork.event.FilterVerdict.Decision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which condition decides. */
class FilterVerdictTest {

    private static final String DEAR = "{\"amount\":[{\"numeric\":[\">=\",100]}]}";

    private static FilterVerdict ofAttributes(
            String policy, Map<String, AttributeValue> attributes) {
        return FilterPolicy.parse(policy, Scope.MESSAGE_ATTRIBUTES).judge(attributes, "");
    }

    private static FilterVerdict ofBody(String policy, String body) {
        return FilterPolicy.parse(policy, Scope.MESSAGE_BODY).judge(Map.of(), body);
    }

    @Test
    void namesTheConditionThatHoldsWithTheDigitsOfTheMessage() {
        assertThat(ofAttributes(DEAR, Map.of("amount", AttributeValue.number("450.00"))))
                .isEqualTo(
                        new FilterVerdict(
                                true,
                                List.of(
                                        new Decision(
                                                "amount",
                                                "[{\"numeric\":[\">=\",100]}]",
                                                List.of("450.00"),
                                                true)),
                                true));
    }

    @Test
    void showsThatATextIsNoNumber() {
        FilterVerdict verdict =
                ofAttributes(DEAR, Map.of("amount", AttributeValue.string("450.00")));

        assertThat(verdict.matches()).isFalse();
        assertThat(verdict.decisions().get(0).found()).containsExactly("\"450.00\"");
    }

    @Test
    void namesOnlyTheConditionsThatFail() {
        FilterVerdict verdict =
                ofAttributes(
                        "{\"store\":[\"a\"],\"kind\":[\"b\"]}",
                        Map.of(
                                "store", AttributeValue.string("a"),
                                "kind", AttributeValue.string("c")));

        assertThat(verdict.decisions()).extracting(Decision::key).containsExactly("kind");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(ofAttributes(DEAR, Map.of()).decisions())
                .containsExactly(
                        new Decision("amount", "[{\"numeric\":[\">=\",100]}]", List.of(), false));
    }

    @Test
    void takesTheFirstAlternativeThatHolds() {
        FilterVerdict verdict =
                ofBody(
                        "{\"$or\":[{\"a\":[1]},{\"b\":[2]}],\"c\":[{\"exists\":false}]}",
                        "{\"a\":9,\"b\":2}");

        assertThat(verdict.matches()).isTrue();
        assertThat(verdict.decisions()).extracting(Decision::key).containsExactly("b", "c");
    }

    @Test
    void namesTheFailuresOfEveryAlternativeOnce() {
        FilterVerdict verdict =
                ofBody("{\"$or\":[{\"a\":[1]},{\"b\":[2]}],\"c\":[3]}", "{\"c\":4}");

        assertThat(verdict.decisions()).extracting(Decision::key).containsExactly("a", "c", "b");
    }

    @Test
    void showsEveryElementOfANestedArray() {
        FilterVerdict verdict =
                ofBody(
                        "{\"items\":{\"sku\":[\"x\"]}}",
                        "{\"items\":[{\"sku\":\"p\"},{\"sku\":\"q\"}]}");

        assertThat(verdict.decisions())
                .containsExactly(
                        new Decision("items.sku", "[\"x\"]", List.of("\"p\"", "\"q\""), false));
    }

    @Test
    void aBodyThatIsNoObjectDecidesWithoutACondition() {
        assertThat(ofBody(DEAR, "[100]")).isEqualTo(new FilterVerdict(false, List.of(), false));
    }

    @Test
    void anEmptyPolicyAcceptsEverything() {
        assertThat(ofBody("{}", "no JSON")).isEqualTo(new FilterVerdict(true, List.of(), true));
        assertThat(ofAttributes("{}", Map.of()).matches()).isTrue();
    }

    /** What is explained must be what a subscriber gets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":[{\"anything-but\":[\"x\"]}]} | {\"a\":[\"x\",\"y\"]}",
                "{\"a\":[{\"exists\":false}]}         | {\"a\":[]}",
                "{\"a\":[{\"exists\":true}]}          | {\"a\":{}}",
                "{\"a\":[null]}                       | {\"a\":null}",
                "{\"a\":{\"b\":[1]}}                  | {\"a\":[{\"b\":2},{\"b\":1}]}",
                "{\"a\":[{\"prefix\":\"x\"}]}         | {\"a\":\"yx\"}",
                "{\"a\":[100]}                        | {\"a\":1E+2}",
                "{\"a\":[1]}                          | {\"a\":1} x"
            })
    void theVerdictIsThatOfTheFilter(String policy, String body) {
        FilterPolicy parsed = FilterPolicy.parse(policy, Scope.MESSAGE_BODY);

        assertThat(parsed.judge(Map.of(), body).matches())
                .isEqualTo(parsed.matches(Map.of(), body));
    }
}
