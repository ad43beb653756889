using MQTTnet;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>A broker that cannot be reached, or does not want us.</summary>
/// <param name="message">Why, as the end of a sentence.</param>
/// <param name="isFinal">Whether it will say the same when asked again at once.</param>
/// <param name="cause">What it was.</param>
internal sealed class MqttRefusedException(string message, bool isFinal, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether it will say the same when asked again at once.</summary>
    public bool IsFinal => isFinal;

    /// <summary>What no answer in time means.</summary>
    public static MqttRefusedException Late(TimeSpan limit, Exception cause) => new($"it has not answered for {limit.TotalSeconds:0} s", isFinal: false, cause);

    /// <summary>What an answer other than yes means.</summary>
    public static MqttRefusedException Of(MqttClientConnectResultCode code) => code switch
    {
        MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized =>
            new("it refuses the user or the password of publish.mqtt.address", isFinal: true),
        _ => new($"it refuses the connection: {code}", isFinal: false),
    };
}
