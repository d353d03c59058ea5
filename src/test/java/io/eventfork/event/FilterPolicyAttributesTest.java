package io.eventfork.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.event.FilterPolicy.Scope;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each row: policy, attributes as {@code name Type=value} joined by {@code ;}, whether the message
 * is delivered.
 */
class FilterPolicyAttributesTest {

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    # the empty policy
                    {}                                       | ~~                                  | true
                    {}                                       | amount Number=1                     | true
                    # exact values
                    {"store":["a"]}                          | store String=a                      | true
                    {"store":["a"]}                          | store String=A                      | false
                    {"store":["a"]}                          | store String=ab                     | false
                    {"store":["a","b"]}                      | store String=b                      | true
                    {"store":["a","b"]}                      | store String=c                      | false
                    {"store":["a"]}                          | shop String=a                       | false
                    {"store":["a"]}                          | ~~                                  | false
                    {"store":["ä€😀"]}                       | store String=ä€😀                   | true
                    {"store":["10.0.0.1"]}                   | store String=10.0.0.1               | true
                    {"store":["10.0.0.1"]}                   | store String=10.0.0.2               | false
                    {"store":["a"]}                          | store String.label=a                | true
                    {"store":[true]}                         | store String=true                   | false
                    {"store":[null]}                         | store String=null                   | false
                    # numbers: exact decimals, and never a text
                    {"amount":[100]}                         | amount Number=100                   | true
                    {"amount":[100]}                         | amount Number=100.00                | true
                    {"amount":[100]}                         | amount Number=1E+2                  | true
                    {"amount":[100.0]}                       | amount Number=100                   | true
                    {"amount":[100]}                         | amount Number=100.00001             | false
                    {"amount":[100]}                         | amount Number=99.99                 | false
                    {"amount":[100]}                         | amount String=100                   | false
                    {"amount":["100"]}                       | amount Number=100                   | false
                    {"amount":["100"]}                       | amount String=100                   | true
                    {"amount":[0]}                           | amount Number=-0                    | true
                    {"amount":[-0.0]}                        | amount Number=0                     | true
                    {"amount":[100]}                         | amount Number.float=100.0           | true
                    # numeric
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=99.99                 | false
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=99.99999              | false
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=100                   | true
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=100.00                | true
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=450.0                 | true
                    {"amount":[{"numeric":[">=",100]}]}      | amount String=450                   | false
                    {"amount":[{"numeric":[">=",100]}]}      | amount Binary=NDUw                  | false
                    {"amount":[{"numeric":[">=",100]}]}      | ~~                                  | false
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=99999999999999999999  | true
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=99.9999999999999999999999999999 | false
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=100.0000000000000000000000000001 | true
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=1e999999999           | true
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=-1e999999999          | false
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=1e-999999999          | false
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=1e99999999999         | false
                    {"amount":[{"numeric":[">=",100]}]}      | amount Number=many                  | false
                    {"amount":[{"numeric":[">",100]}]}       | amount Number=100                   | false
                    {"amount":[{"numeric":[">",100]}]}       | amount Number=100.00001             | true
                    {"amount":[{"numeric":["<",100]}]}       | amount Number=99.99999              | true
                    {"amount":[{"numeric":["<",100]}]}       | amount Number=100.0                 | false
                    {"amount":[{"numeric":["<=",100]}]}      | amount Number=100.0                 | true
                    {"amount":[{"numeric":["<=",100]}]}      | amount Number=100.00001             | false
                    {"amount":[{"numeric":["=",301.8]}]}     | amount Number=301.80                | true
                    {"amount":[{"numeric":["=",301.8]}]}     | amount Number=301.79999             | false
                    {"amount":[{"numeric":["=",3.018e2]}]}   | amount Number=301.8                 | true
                    {"amount":[{"numeric":[">",0,"<=",150]}]} | amount Number=0                    | false
                    {"amount":[{"numeric":[">",0,"<=",150]}]} | amount Number=0.00001              | true
                    {"amount":[{"numeric":[">",0,"<=",150]}]} | amount Number=150                  | true
                    {"amount":[{"numeric":[">",0,"<=",150]}]} | amount Number=150.00001            | false
                    {"amount":[{"numeric":[">=",-1,"<",0]}]} | amount Number=-1                    | true
                    {"amount":[{"numeric":[">=",-1,"<",0]}]} | amount Number=-0                    | false
                    {"amount":[{"numeric":["=",999999999.99999]}]}  | amount Number=999999999.99999 | true
                    {"amount":[{"numeric":["=",999999999.99999]}]}  | amount Number=999999999.99998 | false
                    {"amount":[{"numeric":["=",-999999999.99999]}]} | amount Number=-999999999.99999 | true
                    {"amount":[{"numeric":["<=",1000000000]}]}      | amount Number=1000000000      | true
                    # prefix, suffix, equals-ignore-case
                    {"team":[{"prefix":"bas"}]}              | team String=baseball                | true
                    {"team":[{"prefix":"bas"}]}              | team String=Baseball                | false
                    {"team":[{"prefix":"bas"}]}              | team String=ba                      | false
                    {"team":[{"prefix":""}]}                 | team String=anything                | true
                    {"team":[{"prefix":"1"}]}                | team Number=12                      | false
                    {"amount":[{"anything-but":1}]}          | amount Number=many                  | false
                    {"amount":[{"exists":true}]}             | amount Number=many                  | true
                    {"likes":[1]}                            | likes String.Array=[1e99999999999]  | false
                    {"team":[{"suffix":"ball"}]}             | team String=baseball                | true
                    {"team":[{"suffix":"ball"}]}             | team String=ballet                  | false
                    {"team":[{"suffix":"2"}]}                | team Number=12                      | false
                    {"team":[{"equals-ignore-case":"tennis"}]} | team String=TENNIS                | true
                    {"team":[{"equals-ignore-case":"tennis"}]} | team String=TENNIS2               | false
                    {"team":[{"equals-ignore-case":"Ärger"}]}  | team String=äRGER                 | true
                    # cidr
                    {"ip":[{"cidr":"10.0.0.0/24"}]}          | ip String=10.0.0.255                | true
                    {"ip":[{"cidr":"10.0.0.0/24"}]}          | ip String=10.0.1.0                  | false
                    {"ip":[{"cidr":"10.0.0.0/23"}]}          | ip String=10.0.1.0                  | true
                    {"ip":[{"cidr":"10.0.0.0/0"}]}           | ip String=255.255.255.255           | true
                    {"ip":[{"cidr":"128.0.0.0/1"}]}          | ip String=127.255.255.255           | false
                    {"ip":[{"cidr":"10.0.0.0/24"}]}          | ip String=10.0.0.256                | false
                    {"ip":[{"cidr":"10.0.0.0/24"}]}          | ip String=10.0.0                    | false
                    {"ip":[{"cidr":"10.0.0.0/24"}]}          | ip String=example.com               | false
                    {"ip":[{"cidr":"10.0.0.0/24"}]}          | ip String=::1                       | false
                    {"ip":[{"cidr":"2001:db8::/32"}]}        | ip String=2001:db8:0:1::5           | true
                    {"ip":[{"cidr":"2001:db8::/32"}]}        | ip String=2001:DB8:ffff::           | true
                    {"ip":[{"cidr":"2001:db8::/32"}]}        | ip String=2001:db9::                | false
                    {"ip":[{"cidr":"2001:db8::/32"}]}        | ip String=:::::                     | false
                    # exists
                    {"store":[{"exists":true}]}              | store String=a                      | true
                    {"store":[{"exists":true}]}              | store Number=0                      | true
                    {"store":[{"exists":true}]}              | store Binary=AA==                   | false
                    {"store":[{"exists":true}]}              | ~~                                  | false
                    {"store":[{"exists":false}]}             | ~~                                  | true
                    {"store":[{"exists":false}]}             | shop String=a                       | true
                    {"store":[{"exists":false}]}             | store String=a                      | false
                    {"store":[{"exists":false}]}             | store Binary=AA==                   | true
                    {"store":[{"exists":false},"a"]}         | store String=a                      | true
                    {"store":[{"exists":false},"a"]}         | store String=b                      | false
                    # anything-but
                    {"store":[{"anything-but":"a"}]}         | store String=b                      | true
                    {"store":[{"anything-but":"a"}]}         | store String=a                      | false
                    {"store":[{"anything-but":"a"}]}         | ~~                                  | false
                    {"store":[{"anything-but":"a"}]}         | store Binary=AA==                   | false
                    {"store":[{"anything-but":"a"},{"exists":false}]} | ~~                         | true
                    {"store":[{"anything-but":["a","b"]}]}   | store String=c                      | true
                    {"store":[{"anything-but":["a","b"]}]}   | store String=b                      | false
                    {"store":[{"anything-but":100}]}         | store Number=100.00                 | false
                    {"store":[{"anything-but":[100,500]}]}   | store Number=500.0                  | false
                    {"store":[{"anything-but":[100,500]}]}   | store Number=101                    | true
                    {"store":[{"anything-but":[100,500]}]}   | store String=100                    | true
                    {"store":[{"anything-but":{"prefix":"order-"}}]} | store String=order-1        | false
                    {"store":[{"anything-but":{"prefix":"order-"}}]} | store String=payment-1      | true
                    {"store":[{"anything-but":{"prefix":"order-"}}]} | ~~                          | false
                    # String.Array, element by element
                    {"likes":["rugby"]}                      | likes String.Array=["golf","rugby"] | true
                    {"likes":["rugby"]}                      | likes String.Array=["golf"]         | false
                    {"likes":["rugby"]}                      | likes String.Array=[]               | false
                    {"likes":[{"prefix":"rug"}]}             | likes String.Array=["golf","rugby"] | true
                    {"likes":[5]}                            | likes String.Array=["5",5.0]        | true
                    {"likes":[5]}                            | likes String.Array=["5"]            | false
                    {"likes":[true]}                         | likes String.Array=["true",true]    | true
                    {"likes":[false]}                        | likes String.Array=[true]           | false
                    {"likes":[null]}                         | likes String.Array=[null]           | true
                    {"likes":[{"numeric":[">",5]}]}          | likes String.Array=[1,9]            | true
                    {"likes":[{"exists":true}]}              | likes String.Array=["golf"]         | true
                    {"likes":[{"exists":false}]}             | likes String.Array=["golf"]         | false
                    {"likes":["golf"]}                       | likes String.Array=not json         | false
                    {"likes":[{"exists":true}]}              | likes String.Array=not json         | false
                    {"likes":[{"exists":false}]}             | likes String.Array=["golf"          | false
                    {"likes":["golf"]}                       | likes String.Array="golf"           | false
                    {"likes":["golf"]}                       | likes String.Array=["golf",["a"]]   | false
                    {"likes":["golf"]}                       | likes String.Array=["golf"] x       | false
                    {"store":["a"]}                          | store String=a;likes String.Array=not json | true
                    # AND, OR, $or
                    {"a":["1"],"b":["2"]}                    | a String=1;b String=2               | true
                    {"a":["1"],"b":["2"]}                    | a String=1;b String=3               | false
                    {"a":["1"],"b":["2"]}                    | a String=1                          | false
                    {"a":[{"prefix":"x"},{"suffix":"y"}]}    | a String=ay                         | true
                    {"a":["1"],"$or":[{"b":["2"]},{"c":["3"]}]} | a String=1;c String=3            | true
                    {"a":["1"],"$or":[{"b":["2"]},{"c":["3"]}]} | a String=1;b String=2            | true
                    {"a":["1"],"$or":[{"b":["2"]},{"c":["3"]}]} | a String=1                       | false
                    {"a":["1"],"$or":[{"b":["2"]},{"c":["3"]}]} | b String=2                       | false
                    {"$or":[{"a":["1"],"b":["2"]},{"c":["3"]}]} | a String=1;b String=9            | false
                    {"$or":[{"a":["1"],"$or":[{"b":["2"]},{"c":["3"]}]},{"d":["4"]}]} | a String=1;c String=3 | true
                    {"$or":[{"a":["1"],"$or":[{"b":["2"]},{"c":["3"]}]},{"d":["4"]}]} | c String=3            | false
                    {"$or":[{"a":["1"],"$or":[{"b":["2"]},{"c":["3"]}]},{"d":["4"]}]} | d String=4            | true
                    {"$or":["x","y"]}                        | $or String=y                        | true
                    {"$or":[{"prefix":"a"},{"suffix":"b"}]}  | $or String=xb                       | true
                    # the same key twice: the last one counts
                    {"a":["1"],"a":["2"]}                    | a String=2                          | true
                    {"a":["1"],"a":["2"]}                    | a String=1                          | false
                    {"a":["1"],"$or":[{"a":["2"]},{"b":["3"]}]} | a String=2                       | true
                    # keys with dots and odd characters
                    {"order.id":["1"]}                       | order.id String=1                   | true
                    {"order-id_":["1"]}                      | order-id_ String=1                  | true
                    """)
    void delivers(String policy, String attributes, boolean delivered) {
        FilterPolicy filterPolicy = FilterPolicy.parse(policy, Scope.MESSAGE_ATTRIBUTES);

        assertThat(filterPolicy.matches(attributes(attributes), "not json")).isEqualTo(delivered);
    }

    @Test
    void anythingButMatchesAnArrayThatHoldsAValueWhichIsNotListed() {
        FilterPolicy policy =
                FilterPolicy.parse(
                        "{\"likes\":[{\"anything-but\":[\"golf\",\"rugby\"]}]}",
                        Scope.MESSAGE_ATTRIBUTES);

        assertThat(policy.matches(attributes("likes String.Array=[\"golf\",\"tennis\"]"), ""))
                .isTrue();
        assertThat(policy.matches(attributes("likes String.Array=[\"tennis\",\"chess\"]"), ""))
                .isTrue();
        assertThat(policy.matches(attributes("likes String.Array=[\"golf\",\"rugby\"]"), ""))
                .isFalse();
        assertThat(policy.matches(attributes("likes String.Array=[]"), "")).isFalse();
    }

    private static Map<String, AttributeValue> attributes(String text) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        for (String attribute : text.isEmpty() ? new String[0] : text.split(";", -1)) {
            int space = attribute.indexOf(' ');
            int equals = attribute.indexOf('=');
            attributes.put(
                    attribute.substring(0, space),
                    new AttributeValue(
                            attribute.substring(space + 1, equals),
                            attribute.substring(equals + 1)));
        }
        return attributes;
    }
}
