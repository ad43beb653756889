using System.Text;

namespace StavisLive.Server.Feeds.Zeromq;

/// <summary>What a message is published under.</summary>
internal sealed class ZeromqTopic
{
    /// <param name="name">How it is written, such as <c>map/hall</c>.</param>
    public ZeromqTopic(string name)
    {
        Bytes = Encoding.UTF8.GetBytes(name);
        Letters = Encoding.Latin1.GetString(Bytes);
    }

    /// <summary>As it goes over the wire.</summary>
    public byte[] Bytes { get; }

    /// <summary>A letter for each of its bytes, as subscriptions are kept.</summary>
    public string Letters { get; }
}
