namespace StavisLive.Media.Sinks.Display;

/// <summary>A window as <see cref="DisplayThread"/> sees it, which alone calls it. Nothing is thrown.</summary>
internal interface IThreadedDisplay
{
    /// <summary>Shows what is new; makes the window the first time.</summary>
    void Show();

    /// <summary>Takes note of a key (-1: none); false when the window is to go.</summary>
    bool Answer(int key);

    /// <summary>Takes the window away.</summary>
    void Close();

    /// <summary>The screen that it was on has gone: nothing of the window may be touched any more.</summary>
    void Lose();

    /// <summary>Whether it has gone.</summary>
    bool IsOver { get; }
}
