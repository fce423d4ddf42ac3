//! Minecraft, its plugins and proxies.

use super::{names, read};
use crate::console_text::players;
use crate::game::Game;

#[test]
fn minecraft_list_of_the_game() {
    for reply in [
        "There are 2 of a max of 20 players online: Ann, Bob_2",
        "There are 2 of a max 20 players online: Ann, Bob_2",
        "There are 2/20 players online:Ann, Bob_2",
        "There are 2/20 players online:\nAnn, Bob_2\n",
        "§6There are §c2§6 out of maximum §c20§6 players online.\n§6default§r: Ann§f, §7[AFK]§rBob_2§f\n",
        "§6There are §c1§6/§c1§6 out of maximum §c20§6 players online.\n§6Admins§r: §7[HIDDEN]§rAnn§f\n§6Users§r: Bob_2\n",
    ] {
        let on = read(Game::Minecraft, reply);
        assert_eq!(names(&on), ["Ann", "Bob_2"], "{reply}");
        assert_eq!(on.max, Some(20), "{reply}");
    }
    let on = read(
        Game::Minecraft,
        "There are 0 of a max of 20 players online: ",
    );
    assert_eq!((on.count, on.listed.len()), (Some(0), 0));
}

#[test]
fn minecraft_list_uuids_groups_and_hidden_players() {
    let uuid = "0ed1d1f0-1111-2222-3333-444444444444";
    let on = read(
        Game::Minecraft,
        &format!("There are 2 of a max of 20 players online: [VIP] Ann ({uuid}), .Bob ({uuid})\n"),
    );
    assert_eq!(names(&on), ["Ann", ".Bob"]);
    assert_eq!(on.listed[0].id.as_deref(), Some(uuid));
    assert_eq!(on.listed[0].extra("tag"), Some("VIP"));
    let on = read(
        Game::Minecraft,
        "§6There are §c1§6/§c2§6 out of maximum §c20§6 players online.\ndefault: Ann\nThis is a sentence of theirs.\n",
    );
    assert_eq!((on.count, on.hidden, on.max), (Some(1), Some(2), Some(20)));
    assert_eq!(on.listed[0].extra("group"), Some("default"));
    assert_eq!(on.unread, ["This is a sentence of theirs."]);
}

#[test]
fn minecraft_list_in_other_languages_and_of_proxies() {
    for reply in [
        "Es sind 2 von maximal 20 Spielern online.\ndefault: Ann, Bob\n",
        "Il y a 2 joueurs en ligne sur un maximum de 20 : Ann, Bob",
        "当前有2个玩家在线，最大在线人数为20个玩家：Ann, Bob",
        "Online players: 2/20\nAnn, Bob\n",
        "[lobby] (1): Ann\n[game] (1): Bob\nTotal players online: 2\n",
    ] {
        let on = read(Game::Minecraft, reply);
        assert_eq!(
            (names(&on), on.people()),
            (vec!["Ann", "Bob"], 2),
            "{reply}"
        );
    }
    // Nothing tells that this is a list, but that the server is Minecraft.
    assert!(players(Game::Auto, "3 of 20 are there.").is_err());
    assert_eq!(
        players(Game::Minecraft, "3 of 20 are there.")
            .expect("a list")
            .count,
        Some(3)
    );
}
