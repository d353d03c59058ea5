package io.eventfork.shop;

import io.eventfork.table.PageRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;

/**
 * A list that is read page by page. The token of a page is what tells its last row from the others
 * of the list, so that no other list can be reached by it.
 *
 * @param path where callers find the list
 * @param query the query parameters that make it this list and no other
 * @param common the key attributes that all its rows have alike; with none, the table is scanned
 * @param own the names of the key attributes that tell its rows apart
 */
record ShopList(
        String path, Map<String, String> query, Map<String, String> common, List<String> own) {

    /** The conditions of a query for the rows of the list. */
    Map<String, Condition> conditions() {
        Map<String, Condition> conditions = new HashMap<>();
        common.forEach(
                (name, value) ->
                        conditions.put(
                                name,
                                Condition.builder()
                                        .comparisonOperator(ComparisonOperator.EQ)
                                        .attributeValueList(AttributeValue.fromS(value))
                                        .build()));
        return conditions;
    }

    /**
     * The key after which a page begins.
     *
     * @throws io.eventfork.problem.ProblemException 400 if the token is none of this list
     */
    Map<String, AttributeValue> start(Object token) {
        Map<String, AttributeValue> key = new HashMap<>();
        common.forEach((name, value) -> key.put(name, AttributeValue.fromS(value)));
        List<String> values = PageRequest.key(token, own.size());
        for (int i = 0; i < own.size(); i++) {
            key.put(own.get(i), AttributeValue.fromS(values.get(i)));
        }
        return key;
    }

    /**
     * The address of the page after a row.
     *
     * @param last the key of the row
     */
    String next(Map<String, AttributeValue> last, int limit) {
        StringJoiner address = new StringJoiner("&", path + "?", "");
        query.forEach((name, value) -> address.add(name + "=" + encoded(value)));
        String[] key = own.stream().map(name -> last.get(name).s()).toArray(String[]::new);
        return address.add("limit=" + limit).add("next=" + PageRequest.token(key)).toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
