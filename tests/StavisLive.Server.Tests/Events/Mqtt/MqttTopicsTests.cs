using StavisLive.Server.Events.Mqtt;

namespace StavisLive.Server.Tests.Events.Mqtt;

public sealed class MqttTopicsTests
{
    [Theory]
    [InlineData("hall", "hall")]
    [InlineData("front-door2", "front-door2")]
    [InlineData("front mat", "front_20_mat")]
    [InlineData("front_mat", "front_5f_mat")]
    [InlineData("übersicht", "_fc_bersicht")]
    [InlineData("a.b", "a_2e_b")]
    [InlineData("_2e_", "_5f_2e_5f_")]
    public void Plain_AnyName_IsOfLettersThatHomeAssistantTakes(string name, string expected) => Assert.Equal(expected, MqttTopics.Plain(name));

    [Theory]
    [InlineData("hall")]
    [InlineData("front-door2")]
    [InlineData("übersicht-ä")]
    public void SourceOf_KeptTopicOfASource_IsThatSource(string source)
    {
        var topics = new MqttTopics("home/stavis live", "homeassistant");
        Assert.Equal(source, MqttTopics.SourceOf(topics.State(source)));
        foreach (var key in new[] { "fps", "audio", "zone_door", "zone_" + MqttTopics.Plain("fäde_a") })
            Assert.Equal(source, MqttTopics.SourceOf(topics.Config("sensor", $"{MqttTopics.Plain(source)}_{key}")));
    }

    [Fact]
    public void SourceOf_WhetherAMachineIsThere_IsOfNoSource() =>
        Assert.Null(MqttTopics.SourceOf(new MqttTopics("home/stavis live", "homeassistant", "state").Available));
}
