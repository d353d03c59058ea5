package io.eventfork.localcloud.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Buses, rules, targets and tags. */
class RulesTest {

    private static final String PREFIX = "arn:aws:events:us-east-1:000000000000:";

    private final EventsApi api = new EventsApi();

    @Test
    void hasTheDefaultBusFromTheBeginning() {
        assertThat(api.call("DescribeEventBus", "{}").path("Arn").asText())
                .isEqualTo(PREFIX + "event-bus/default");
        api.ask("DeleteEventBus", "{'Name':'default'}")
                .assertError("ValidationException", "Cannot delete event bus default.");
    }

    @Test
    void createsListsAndDeletesBuses() {
        JsonNode created =
                api.call("CreateEventBus", "{'Name':'events','Description':'all of them'}");
        api.call("CreateEventBus", "{'Name':'other'}");

        assertThat(created.path("EventBusArn").asText()).isEqualTo(PREFIX + "event-bus/events");
        JsonNode described = api.call("DescribeEventBus", "{'Name':'%sevent-bus/events'}", PREFIX);
        assertThat(described.path("Description").asText()).isEqualTo("all of them");
        assertThat(described.path("CreationTime").asLong()).isEqualTo(1_795_222_923L);
        assertThat(api.call("ListEventBuses", "{}").path("EventBuses"))
                .extracting(bus -> bus.path("Name").asText())
                .containsExactly("default", "events", "other");
        assertThat(api.call("ListEventBuses", "{'NamePrefix':'ev'}").path("EventBuses")).hasSize(1);
        api.ask("CreateEventBus", "{'Name':'events'}")
                .assertError("ResourceAlreadyExistsException", "Event bus events already exists.");
        api.call("DeleteEventBus", "{'Name':'events'}");
        api.call("DeleteEventBus", "{'Name':'events'}");
        api.ask("DescribeEventBus", "{'Name':'events'}")
                .assertError("ResourceNotFoundException", "Event bus events does not exist.");
    }

    @Test
    void pagesThroughBuses() {
        api.call("CreateEventBus", "{'Name':'a'}");
        api.call("CreateEventBus", "{'Name':'b'}");

        JsonNode first = api.call("ListEventBuses", "{'Limit':2}");
        JsonNode second =
                api.call(
                        "ListEventBuses",
                        "{'Limit':2,'NextToken':'%s'}",
                        first.path("NextToken").asText());

        assertThat(first.path("EventBuses")).hasSize(2);
        assertThat(second.path("EventBuses")).hasSize(1);
        assertThat(second.has("NextToken")).isFalse();
        api.ask("ListEventBuses", "{'NextToken':'!'}")
                .assertError("ValidationException", "Invalid pagination token.");
    }

    @Test
    void keepsABusThatHasRules() {
        api.call("CreateEventBus", "{'Name':'events'}");
        api.call("PutRule", "{'Name':'r','EventBusName':'events','EventPattern':'{}'}");

        api.ask("DeleteEventBus", "{'Name':'events'}")
                .assertError(
                        "ValidationException",
                        "Cannot delete event bus events because it has rules.");
    }

    @Test
    void describesARule() {
        api.call("CreateEventBus", "{'Name':'events'}");
        JsonNode put =
                api.send(
                                "PutRule",
                                """
                                {"Name":"r","EventBusName":"events","Description":"d",
                                "EventPattern":"{\\"source\\": [\\"shop\\"]}"}""")
                        .body();

        assertThat(put.path("RuleArn").asText()).isEqualTo(PREFIX + "rule/events/r");
        assertThat(api.call("DescribeRule", "{'Name':'r','EventBusName':'events'}"))
                .isEqualTo(
                        EventsApi.json(
                                """
                                {"Name":"r","Arn":"%srule/events/r",
                                "EventPattern":"{\\"source\\": [\\"shop\\"]}","State":"ENABLED",
                                "Description":"d","EventBusName":"events",
                                "CreatedBy":"000000000000"}"""
                                        .formatted(PREFIX)));
        api.ask("DescribeRule", "{'Name':'r'}")
                .assertError(
                        "ResourceNotFoundException", "Rule r does not exist on EventBus default.");
    }

    @Test
    void keepsTheTargetsOfARuleThatIsPutAgain() {
        api.rule("r", "");

        api.call("PutRule", "{'Name':'r','EventPattern':'{}','State':'DISABLED'}");
        api.put("{}");
        assertThat(api.delivered()).isEmpty();
        api.call("EnableRule", "{'Name':'r'}");
        api.put("{}");
        assertThat(api.delivered()).hasSize(1);
        api.call("DisableRule", "{'Name':'r'}");
        api.put("{}");
        assertThat(api.delivered()).hasSize(1);
    }

    @Test
    void refusesARuleThatItCannotServe() {
        api.ask("PutRule", "{'Name':'r'}")
                .assertError(
                        "ValidationException",
                        "Parameter(s) EventPattern or ScheduleExpression must be specified.");
        api.ask("PutRule", "{'Name':'r','ScheduleExpression':'rate(5 minutes)'}")
                .assertError(
                        "ValidationException",
                        "Rules with a ScheduleExpression are not part of the local cloud;"
                                + " EventBridge Scheduler is.");
        api.ask("PutRule", "{'Name':'a b','EventPattern':'{}'}")
                .assertError(
                        "ValidationException",
                        "1 validation error detected: Value 'a b' at 'name' failed to satisfy"
                                + " constraint: Member must satisfy regular expression pattern:"
                                + " [\\.\\-_A-Za-z0-9]+");
        api.ask("PutRule", "{'Name':'r','EventPattern':'[]'}")
                .assertError(
                        "InvalidEventPatternException",
                        "Event pattern is not valid. Reason: Filter is not an object");
        api.ask("PutRule", "{'Name':'r','EventBusName':'none','EventPattern':'{}'}")
                .assertError("ResourceNotFoundException", "Event bus none does not exist.");
    }

    @Test
    void listsRulesAndTheirTargets() {
        api.rule("r1", ",'Input':'{}'");
        api.rule("r2", "");
        api.call("PutRule", "{'Name':'other','EventPattern':'{}'}");

        assertThat(api.call("ListRules", "{'NamePrefix':'r'}").path("Rules"))
                .extracting(rule -> rule.path("Name").asText())
                .containsExactly("r1", "r2");
        assertThat(
                        api.call("ListRuleNamesByTarget", "{'TargetArn':'%s'}", EventsApi.QUEUE)
                                .path("RuleNames"))
                .extracting(JsonNode::asText)
                .containsExactly("r1", "r2");
        assertThat(api.call("ListTargetsByRule", "{'Rule':'r1'}").path("Targets"))
                .containsExactly(
                        EventsApi.json(
                                "{\"Id\":\"t\",\"Arn\":\"%s\",\"Input\":\"{}\"}"
                                        .formatted(EventsApi.QUEUE)));
    }

    @Test
    void deletesARuleOnlyWithoutTargets() {
        api.rule("r", "");

        api.ask("DeleteRule", "{'Name':'r'}")
                .assertError("ValidationException", "Rule can't be deleted since it has targets.");
        JsonNode removed = api.call("RemoveTargets", "{'Rule':'r','Ids':['t','none']}");
        api.call("DeleteRule", "{'Name':'r'}");
        api.call("DeleteRule", "{'Name':'r'}");

        assertThat(removed.path("FailedEntryCount").asInt()).isEqualTo(1);
        assertThat(removed.path("FailedEntries").path(0))
                .isEqualTo(
                        EventsApi.json(
                                """
                                {"TargetId":"none","ErrorCode":"ResourceNotFoundException",
                                "ErrorMessage":"Rule r does not have a target with the Id none."}"""));
        assertThat(api.call("ListRules", "{}").path("Rules")).isEmpty();
    }

    @Test
    void tellsWhichTargetsItCannotServe() {
        api.call("PutRule", "{'Name':'r','EventPattern':'{}'}");

        JsonNode put =
                api.call(
                        "PutTargets",
                        "{'Rule':'r','Targets':[{'Id':'1','Arn':'%s'},"
                                + "{'Id':'2','Arn':'arn:aws:lambda:us-east-1:000000000000:function:f'}]}",
                        EventsApi.QUEUE);

        assertThat(put.path("FailedEntryCount").asInt()).isEqualTo(1);
        assertThat(put.path("FailedEntries").path(0).path("TargetId").asText()).isEqualTo("2");
        assertThat(api.call("ListTargetsByRule", "{'Rule':'r'}").path("Targets")).hasSize(1);
    }

    @Test
    void refusesTargetsThatAwsRefuses() {
        api.call("PutRule", "{'Name':'r','EventPattern':'{}'}");
        String queue = "'Id':'t','Arn':'" + EventsApi.QUEUE + "'";

        refused("'Id':'t','Arn':'orders'", "Provided Arn is not in correct format");
        refused("'Id':'t','Arn':'" + EventsApi.QUEUE + ".fifo'", "SqsParameters must be specified");
        refused(queue + ",'Input':'{','RoleArn':'x'", "JSON syntax error in input for target t.");
        refused(queue + ",'Input':'{}','InputPath':'$'", "Only one of Input, InputPath");
        refused(queue + ",'InputPath':'detail'", "Invalid InputPath for target t");
        refused(
                queue + ",'InputTransformer':{'InputTemplate':'<x>'}",
                "InputTemplate for target t contains invalid placeholder x.");
        refused(
                queue + ",'InputTransformer':{'InputTemplate':'hello'}",
                "Invalid InputTemplate for target t");
        refused(
                queue
                        + ",'InputTransformer':{'InputPathsMap':{'aws.events.event':'$.a'},'InputTemplate':'{}'}",
                "InputPathsMap for target t is not valid");
        refused(queue + ",'RetryPolicy':{'MaximumRetryAttempts':186}", "less than or equal to 185");
        refused(
                queue + ",'RetryPolicy':{'MaximumEventAgeInSeconds':59}",
                "greater than or equal to 60");
        refused(
                queue + ",'DeadLetterConfig':{'Arn':'" + EventsApi.QUEUE + ".fifo'}",
                "The dead-letter queue must be a standard SQS queue");
        refused(
                queue + ",'EcsParameters':{}",
                "Parameter(s) EcsParameters not valid for target: t.");
        refused(
                "'Id':'t','Arn':'" + PREFIX + "event-bus/default','Input':'{}'",
                "An event bus gets the event as it is");
    }

    private void refused(String target, String message) {
        EventsApi.Reply reply = api.ask("PutTargets", "{'Rule':'r','Targets':[{%s}]}", target);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("__type").asText()).isEqualTo("ValidationException");
        assertThat(reply.body().path("message").asText()).contains(message);
    }

    @Test
    void hasAtMostFiveTargetsARule() {
        api.call("PutRule", "{'Name':'r','EventPattern':'{}'}");
        for (int i = 0; i < 5; i++) {
            api.call(
                    "PutTargets",
                    "{'Rule':'r','Targets':[{'Id':'%d','Arn':'%s'}]}",
                    i,
                    EventsApi.QUEUE);
        }

        EventsApi.Reply sixth =
                api.ask(
                        "PutTargets",
                        "{'Rule':'r','Targets':[{'Id':'6','Arn':'%s'}]}",
                        EventsApi.QUEUE);

        assertThat(sixth.body().path("__type").asText()).isEqualTo("LimitExceededException");
    }

    @Test
    void tagsBusesAndRules() {
        api.call("CreateEventBus", "{'Name':'events','Tags':[{'Key':'team','Value':'shop'}]}");
        String arn = PREFIX + "event-bus/events";

        api.call("TagResource", "{'ResourceARN':'%s','Tags':[{'Key':'a','Value':'b'}]}", arn);
        api.call("UntagResource", "{'ResourceARN':'%s','TagKeys':['team']}", arn);

        assertThat(api.call("ListTagsForResource", "{'ResourceARN':'%s'}", arn).path("Tags"))
                .containsExactly(EventsApi.json("{\"Key\":\"a\",\"Value\":\"b\"}"));
        assertThat(api.ask("ListTagsForResource", "{'ResourceARN':'arn:none'}").status())
                .isEqualTo(400);
    }

    @Test
    void triesAPattern() {
        String event =
                "{\"id\":\"1\",\"account\":\"0\",\"source\":\"shop\",\"time\":\"2026-01-01T00:00:00Z\","
                        + "\"region\":\"r\",\"resources\":[],\"detail-type\":\"t\"}";

        assertThat(test("{\"source\":[\"shop\"]}", event).body().path("Result").asBoolean())
                .isTrue();
        assertThat(test("{\"source\":[\"other\"]}", event).body().path("Result").asBoolean())
                .isFalse();
        test("{\"source\":[]}", event)
                .assertError(
                        "InvalidEventPatternException",
                        "Event pattern is not valid. Reason: Empty arrays are not allowed");
        test("{}", "{\"id\":\"1\"}")
                .assertError(
                        "ValidationException",
                        "Parameter Event is not valid. Reason: The event has no account, source,"
                                + " time, region, resources, detail-type.");
    }

    private EventsApi.Reply test(String pattern, String event) {
        return api.send(
                "TestEventPattern",
                "{\"EventPattern\":%s,\"Event\":%s}"
                        .formatted(EventsApi.quote(pattern), EventsApi.quote(event)));
    }
}
