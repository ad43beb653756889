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
}
