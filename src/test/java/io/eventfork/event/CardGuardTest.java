package io.eventfork.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardGuardTest {

    static final List<String> PUBLISHED = CardNumberSamples.PUBLISHED;

    private final CardGuard guard = new CardGuard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "card-number",
                "cardNumber",
                "CARD_NUMBER",
                "card number",
                "creditCardNo",
                "card-cvv",
                "cvv",
                "CVV2",
                "cvc",
                "securityCode",
                "card-expiry",
                "card-owner",
                "pan",
                "PAN",
                "ccNumber",
                "primaryAccountNumber",
                "nameOnCard"
            })
    void removesMembersByNameHoweverItIsWritten(String name) {
        assertThat(guard.mask("{\"a\":1,\"%s\":\"x\"}".formatted(name))).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "discard",
                "cardinality",
                "postcard-motif",
                "company",
                "pancake",
                "expires",
                "number",
                "scorecard"
            })
    void keepsMembersThatOnlySoundLikeIt(String name) {
        String body = "{\"%s\":\"10/2030\"}".formatted(name);

        assertThat(guard.mask(body)).isSameAs(body);
    }

    @Test
    void removesMembersAtAnyDepth() {
        assertThat(guard.mask("{\"a\":[{\"b\":{\"c\":[{\"cvv\":\"123\",\"d\":1}]}}]}"))
                .isEqualTo("{\"a\":[{\"b\":{\"c\":[{\"d\":1}]}}]}");
    }

    @Test
    void removesObjectsAndArraysByName() {
        assertThat(guard.mask("{\"card\":{\"x\":1},\"card-numbers\":[1,2],\"ok\":true}"))
                .isEqualTo("{\"ok\":true}");
    }

    @Test
    void removesAnExpiryOnlyBesideACard() {
        assertThat(guard.mask("{\"expiry\":\"10/2030\",\"cvv\":\"123\",\"a\":1}"))
                .isEqualTo("{\"a\":1}");
        assertThat(guard.mask("{\"payment\":{\"expiry\":\"10/2030\",\"a\":1}}"))
                .isEqualTo("{\"payment\":{\"a\":1}}");
        assertThat(guard.mask("{\"coupon\":{\"expiry\":\"10/2030\"}}"))
                .isEqualTo("{\"coupon\":{\"expiry\":\"10/2030\"}}");
    }

    @ParameterizedTest
    @FieldSource("PUBLISHED")
    void masksEveryIssuersNumbers(String number) {
        assertThat(guard.mask("{\"note\":\"" + number + "\"}")).isEqualTo("{\"note\":\"****\"}");
        assertThat(guard.mask("{\"note\":" + number + "}")).isEqualTo("{\"note\":null}");
        assertThat(guard.mask("{\"" + number + "\":1}")).isEqualTo("{\"****\":1}");
        assertThat(guard.maskText("paid by " + number + ".")).isEqualTo("paid by ****.");
        assertThat(guard.mask(number)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({
        "4111111111111112, fails the check digit",
        "9111111111111119, no issuer has this prefix",
        "411111111111116, not a length of this issuer",
        "41111111111111111111, longer than any card number",
        "37828224631, shorter than any card number"
    })
    void keepsNumbersThatAreNoCardNumbers(String number, String why) {
        String text = "{\"note\":\"" + number + "\"}";
        String json = "{\"note\":" + number + "}";

        assertThat(guard.mask(text)).as(why).isSameAs(text);
        assertThat(guard.mask(json)).as(why).isSameAs(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111 1111 1111 1111",
                "4111-1111-1111-1111",
                "4111 - 1111 - 1111 - 1111",
                "4111\\u00a01111\\u20111111\\u20131111",
                "4111\\t1111\\n1111 1111",
                "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
                "4111%201111%201111%201111",
                "4111+1111+1111+1111",
                "\\u0034\\u0031\\u0031\\u0031111111111111",
                "\\u0664\\u0661\\u0661\\u0661111111111111"
            })
    void seesThroughSeparatorsAndEscapes(String written) {
        assertThat(guard.mask("{\"note\":\"no " + written + "!\"}"))
                .isEqualTo("{\"note\":\"no ****!\"}");
        assertThat(guard.maskText("{\"note\":\"no " + written + "!\""))
                .isEqualTo("{\"note\":\"no ****!\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111.00",
                "-4111111111111111",
                "4.111111111111111e15",
                "41111111111111110E-1",
                "4111111111111111e0"
            })
    void masksJsonNumbersHoweverTheyAreWritten(String number) {
        assertThat(guard.mask("{\"a\":[" + number + "]}")).isEqualTo("{\"a\":[null]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4111111111111111.5", "4.111111111111111e400", "0.4111111111111111"})
    void keepsNumbersWithAFractionOrAnotherSize(String number) {
        String body = "{\"a\":" + number + "}";

        assertThat(guard.mask(body)).isSameAs(body);
    }

    @Test
    void keepsEveryMemberWhenTheirMaskedNamesAreTheSame() {
        assertThat(
                        guard.mask(
                                "{\"4111111111111111\":1,\"4012888888881881\":2,\"****-1\":3,\"****\":4}"))
                .satisfies(
                        masked ->
                                assertThat(StrictJson.parse(masked).properties())
                                        .extracting(member -> member.getValue().intValue())
                                        .containsExactly(1, 2, 3, 4));
    }

    @Test
    void opensJsonWithinTexts() {
        assertThat(guard.mask("{\"raw\":\"{\\\"card-number\\\":\\\"x\\\",\\\"a\\\":1}\"}"))
                .isEqualTo("{\"raw\":\"{\\\"a\\\":1}\"}");
    }

    @Test
    void masksANamedValueAndNothingElseOfATextThatDoesNotParse() {
        assertThat(guard.mask("{\"card-number\":\"4000\",\"a\":1"))
                .isEqualTo("{\"card-number\":****,\"a\":1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"card-number\":\"7777\",",
                "{'card-number':'7777',",
                "{\\\"card-number\\\":\\\"7777\\\",",
                "{\"card\\u002dnumber\":\"7777\",",
                "cvv=7777&x",
                "card-number: 7777\nnext",
                "{\"card\":{\"number\":\"7777\"}, x",
                "{\"card\":[7777",
                "{\"card-number\":\"7777"
            })
    void findsNamedValuesInTextsThatDoNotParse(String body) {
        assertThat(guard.mask(body)).doesNotContain("7777").contains("****");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "card 4111111111111111 exp 10/30 cvv 987",
                "4111111111111111 10/30 987",
                "the security code is 987",
                "CVV2: 987"
            })
    void masksWhatBelongsToACardInATextToo(String text) {
        assertThat(guard.mask("{\"note\":\"" + text + "\"}"))
                .doesNotContain("987")
                .doesNotContain("10/30")
                .doesNotContain("4111");
    }

    @Test
    void leavesExemptedPlacesAloneByNumberOnly() {
        CardGuard exempting = new CardGuard(List.of("/id", "/items/*/product", "/a~1b/~0"));
        String body =
                "{\"id\":4111111111111111,\"items\":[{\"product\":\"4111111111111111\"}],"
                        + "\"a/b\":{\"~\":\"4111111111111111\"}}";

        assertThat(exempting.mask(body)).isSameAs(body);
        assertThat(exempting.mask("{\"x\":{\"id\":4111111111111111},\"items\":[{\"cvv\":1}]}"))
                .isEqualTo("{\"x\":{\"id\":null},\"items\":[{}]}");
        assertThatThrownBy(() -> new CardGuard(List.of("id")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavesNoCardDataOfTheSampleOrders() throws Exception {
        for (String sample : List.of("checkout-1", "checkout-2")) {
            String body =
                    Files.readString(
                            Path.of("docs/examples/" + sample + ".json"), StandardCharsets.UTF_8);

            assertThat(guard.mask(body)).doesNotContain("card", "1234", "\"123\"", "321", "2022");
            assertThat(guard.mask(body)).contains("\"amount\":").contains("\"email\":");
        }
    }

    @Test
    void maskingTwiceIsMaskingOnce() {
        String once = guard.mask("{\"n\":\"4111111111111111 10/30\",\"4012888888881881\":[1]}");

        assertThat(guard.mask(once)).isSameAs(once);
        assertThat(guard.maskText(once)).isEqualTo(once);
    }
}
